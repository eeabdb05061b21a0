namespace Remediator.Cli.Coverage;

/// <summary>One event of a collection.</summary>
/// <param name="Service">The folder that it lies in.</param>
/// <param name="Kind">The resource type that the index gives; empty without an index.</param>
/// <param name="Ids">Name and value of what stands in it, as the index says.</param>
public sealed record CollectedEvent(string Service, string File, string Path, string Kind, IReadOnlyList<(string Name, string Value)> Ids);

/// <summary>Reads a folder of events with its index.</summary>
public static class EventCollection
{
    private const string Index = "INDEX.tsv";
    private const int KindColumn = 4;
    private const int IdColumn = 5;

    public static IReadOnlyList<CollectedEvent> Read(string folder)
    {
        var index = Path.Combine(folder, Index);
        var rows = File.Exists(index)
            ? File.ReadLines(index).Skip(1).Select(line => line.Split('\t')).Where(c => c.Length > IdColumn).ToDictionary(c => c[0], StringComparer.Ordinal)
            : [];
        return [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Select(path => (Path: path, File: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .OrderBy(e => e.File, StringComparer.Ordinal)
            .Select(e => new CollectedEvent(
                e.File.Split('/')[0],
                e.File,
                e.Path,
                rows.GetValueOrDefault(e.File)?[KindColumn] ?? "",
                [.. Pairs(rows.GetValueOrDefault(e.File)?[IdColumn] ?? "")]))];
    }

    private static IEnumerable<(string Name, string Value)> Pairs(string cell) =>
        cell.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).Select(p => (p[0], p[1]));
}
