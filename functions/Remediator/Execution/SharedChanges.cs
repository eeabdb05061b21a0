using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Execution;

/// <summary>What a release owes to other executions that planned changes of the same values; pure.</summary>
/// <remarks>
/// The second finding about a user finds the deny policy of the first one in place, and relies on it from then on. Releasing the first
/// leaves it there; the release of the last that relies on it restores the value before the first.
/// </remarks>
internal static class SharedChanges
{
    public static ExecutionRecord Apply(ExecutionRecord record, IReadOnlyList<ExecutionRecord> others) =>
        record with { Changes = [.. record.Changes.Select(c => c.Change.Keep || c.Change.Irreversible ? c : Apply(record, c, others))] };

    private static ChangeRecord Apply(ExecutionRecord record, ChangeRecord change, IReadOnlyList<ExecutionRecord> others)
    {
        var same = others.SelectMany(o => o.Changes.Where(c => c.Change.Attribute == change.Change.Attribute && c.Change.Target == change.Change.Target).Select(c => (Execution: o, Change: c))).ToList();
        if (same.Where(o => Relies(o.Execution, o.Change)).Select(o => o.Execution.Id).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } relying)
        {
            return change with { Status = ChangeStatus.Shared, Error = $"execution {string.Join(", ", relying)} still relies on it" };
        }

        change = change.Status == ChangeStatus.Shared ? change with { Status = ChangeStatus.Applied, Error = null } : change;
        return change with { Change = change.Change with { Before = Original(record, change.Change, same) } };
    }

    private static bool Relies(ExecutionRecord other, ChangeRecord change) =>
        ExecutionTransitions.Allows(other.State, ExecutionState.Released) && other.Mode != PlaybookMode.Observe && change.Status is not (ChangeStatus.Released or ChangeStatus.Shared);

    /// <summary>Goes back from execution to execution, as long as one had written what the next found.</summary>
    private static AttributeValue Original(ExecutionRecord record, Change change, List<(ExecutionRecord Execution, ChangeRecord Change)> others)
    {
        var attribute = AttributeCatalogue.Get(change.Attribute);
        var (value, at) = (change.Before, record.PlannedAt);
        var left = others.ToList();
        while (left.FindIndex(o => Wrote(o.Execution, o.Change, value, at)) is >= 0 and var found)
        {
            (value, at) = (left[found].Change.Change.Before, left[found].Execution.PlannedAt);
            left.RemoveAt(found);
        }

        return value;

        // What was released before the next one looked is no longer what that one found.
        bool Wrote(ExecutionRecord execution, ChangeRecord made, AttributeValue found, DateTimeOffset? by) =>
            execution.PlannedAt <= by
            && (execution.State != ExecutionState.Released || made.Status == ChangeStatus.Shared || execution.UpdatedAt >= by)
            && !made.Change.IsSatisfied && attribute.Matches(found, made.Written ?? made.Change.After);
    }
}
