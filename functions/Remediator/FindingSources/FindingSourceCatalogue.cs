namespace Remediator.FindingSources;

/// <summary>Every finding source, by name; the list is written at build time from the files.</summary>
public static partial class FindingSourceCatalogue
{
    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<FindingSource> All { get; } = [.. Create().InOrder((a, b) => string.CompareOrdinal(a.Name, b.Name))];

    /// <summary>The one of that name, or null.</summary>
    public static FindingSource? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private static partial FindingSource[] Create();
}
