using Remediator.Findings;

namespace Remediator.Cli.Coverage;

/// <summary>Whether the ids that the index has of an event were found, and none of them in the wrong place.</summary>
public static class ExpectedIds
{
    /// <returns>Those that are missing, that stand among the affected though the finding is not about them, or whose name nobody knows.</returns>
    public static IReadOnlyList<string> Wrong(CollectedEvent recorded, IReadOnlyList<Finding> findings) =>
        [.. recorded.Ids.Where(IsId).Where(i => IdFinders.For(i.Name)?.Invoke(i.Value, recorded.Kind, findings) is not true).Select(i => $"{i.Name}={i.Value}")];

    public static int Count(CollectedEvent recorded) => recorded.Ids.Count(IsId);

    /// <summary>Names of the index that are neither ids which can be looked for nor known to be something else.</summary>
    public static IReadOnlyList<string> Unknown(IEnumerable<CollectedEvent> events) =>
        [.. events.SelectMany(e => e.Ids).Select(i => i.Name).Where(n => IdFinders.For(n) is null && !IdFinders.Others.ContainsKey(n)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool IsId((string Name, string Value) id) => !IdFinders.Others.ContainsKey(id.Name);
}
