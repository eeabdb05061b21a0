using Amazon.Runtime.Internal;

namespace Amazon.Runtime.Generated;

/// <summary>Members that travel in the URL's query; an absent one leaves no trace.</summary>
public static class QueryString
{
    public static void Add(IRequest wire, string name, string? value)
    {
        if (value is not null)
            wire.Parameters.Add(name, value);
    }

    public static void Add<T>(IRequest wire, string name, List<T>? values, Func<T, string?> text)
    {
        if (values is { Count: > 0 })
            wire.ParameterCollection.Add(name, [.. values.Select(value => text(value)!)]);
    }

    /// <summary>A map's entries are parameters of their own; one that is named explicitly wins.</summary>
    public static void AddAll(IRequest wire, Dictionary<string, string>? values)
    {
        foreach (var (name, value) in values ?? [])
            if (!wire.ParameterCollection.ContainsKey(name))
                wire.Parameters.Add(name, value);
    }

    public static void AddAll(IRequest wire, Dictionary<string, List<string>>? values)
    {
        foreach (var (name, list) in values ?? [])
            if (!wire.ParameterCollection.ContainsKey(name))
                wire.ParameterCollection.Add(name, list);
    }
}
