namespace Remediator.Cli.Sandbox.State;

/// <summary>Tags in the order of their keys.</summary>
public sealed class Tags() : SortedDictionary<string, string>(StringComparer.Ordinal)
{
    public Tags(IEnumerable<KeyValuePair<string, string>>? from)
        : this()
    {
        foreach (var (key, value) in from ?? [])
        {
            this[key] = value;
        }
    }
}

/// <summary>A resource that tags can be put on by its id.</summary>
public interface ITagged
{
    Tags Tags { get; }
}

/// <summary>Resources by id, in the order of their ids.</summary>
public sealed class Table<T>() : SortedDictionary<string, T>(StringComparer.Ordinal);
