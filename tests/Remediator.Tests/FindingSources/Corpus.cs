
namespace Remediator.Tests.FindingSources;

/// <summary>A collection of real events that may lie beside the repository, with an index of what is in each.</summary>
internal static class Corpus
{
    public static readonly string Folder = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "corpus"));

    /// <summary>The rows of the index; none when the collection is not there.</summary>
    public static IReadOnlyList<CorpusRow> Rows { get; } = File.Exists(Path.Combine(Folder, "INDEX.tsv"))
        ? [.. File.ReadLines(Path.Combine(Folder, "INDEX.tsv")).Skip(1).Select(CorpusRow.Parse)]
        : [];

    public static string Where => Rows.Count > 0 ? $"{Rows.Count} events of {Folder}" : $"no events in {Folder}: only the samples of the playbooks were checked";

    /// <summary>For FactAttribute.Skip: null where the collection is there.</summary>
    public static string? Missing => Rows.Count > 0 ? null : "the collection of recorded events was not found: ../shared/corpus, beside the repository";

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));
}

/// <summary>What the index says of one event.</summary>
/// <param name="Ids">Pairs such as <c>instance=i-...</c>, several of a name where there are.</param>
internal sealed record CorpusRow(string File, string Service, string Kind, string Flags, ILookup<string, string> Ids)
{
    public static CorpusRow Parse(string line)
    {
        var cells = line.Split('\t');
        var ids = cells[5].Split("; ", StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1]);
        return new(cells[0], cells[1], cells[4], cells[7], ids);
    }

    public override string ToString() => File;
}

/// <summary>A test over the collection alone; without one it would pass on nothing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute() => Skip = Corpus.Missing;
}
