namespace Remediator.Execution.Ledgers;

/// <summary>What an auditor asks, for the ledgers that keep an execution in one piece.</summary>
internal static class AuditRules
{
    public static IReadOnlyList<ExecutionRecord> OfFinding(IEnumerable<StoredExecution> executions, string findingId) =>
        NewestFirst(executions.Where(e => e.Audit is { Count: > 0 } && e.Record.Key.FindingId == findingId).Select(e => e.Record));

    public static IReadOnlyList<ExecutionRecord> OfResource(IEnumerable<StoredExecution> executions, string kind, string id) =>
        NewestFirst(executions.Where(e => e.Audit is { Count: > 0 } && e.Record.Resource.Kind == kind && e.Record.Resource.Id == id).Select(e => e.Record));

    public static IReadOnlyList<ExecutionRecord> NewestFirst(IEnumerable<ExecutionRecord> records) =>
        [.. records.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal)];

    public static DateTimeOffset? LastSaved(IEnumerable<StoredExecution> executions, string findingId) =>
        executions.Where(e => e.Record.Key.FindingId == findingId).SelectMany(e => e.Audit ?? []).Max(a => (DateTimeOffset?)a.At);
}
