namespace Remediator.Execution.Ledgers;

/// <summary>What is due, for the ledgers that keep an execution in one piece: the records themselves are the list.</summary>
internal static class DueRules
{
    public static IReadOnlyList<string> Waiting(IEnumerable<StoredExecution> executions) =>
        [.. executions.Select(e => e.Record).Where(r => r.Approval is { IsOpen: true }).OrderBy(r => r.Approval!.AskedAt).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r => r.Id)];

    public static IReadOnlyList<string> Due(IEnumerable<StoredExecution> executions, DateTimeOffset now) =>
        [.. executions.Select(e => e.Record).Where(r => r.Due.Any(w => w.At <= now)).OrderBy(r => r.Due.Min(w => w.At)).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r => r.Id)];
}
