using System.Collections.Immutable;
using Remediator.Playbooks;

namespace Remediator.Execution;

/// <summary>What a release owes to other executions that planned changes of the same values; pure.</summary>
/// <remarks>
/// The second finding about a user finds the deny policy of the first one in place, and relies on it from then on. Releasing the first
/// leaves it there; the release of the last that relies on it restores the value before the first. Where somebody outside set another
/// value between the two, that value is what is restored: never one that is more open than an execution has found since.
/// </remarks>
internal static class SharedChanges
{
    public static ExecutionRecord Apply(ExecutionRecord record, IReadOnlyList<ExecutionRecord> others) =>
        record with { Changes = [.. record.Changes.Select(c => IsLeft(c) ? c : Apply(record, c, others))] };

    /// <summary>Whether the end of the containment puts something back: what the execution changed, or what others had changed before it looked.</summary>
    public static bool Holds(ExecutionRecord record, IReadOnlyList<ExecutionRecord> others) =>
        record.Changes.Any(c => !IsLeft(c) && ValueHistory.Of(record, c, Same(c, others)) is { PutBackBy: null } history && history.Chain().Original != c.Change.After);

    private static ChangeRecord Apply(ExecutionRecord record, ChangeRecord change, IReadOnlyList<ExecutionRecord> others)
    {
        var same = Same(change, others).ToList();
        if (same.Where(o => Relies(o.Execution, o.Change)).Select(o => o.Execution.Id).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } relying)
        {
            return change with { Status = ChangeStatus.Shared, Error = $"execution {string.Join(", ", relying)} still relies on it" };
        }

        var history = ValueHistory.Of(record, change, same);
        if (history.PutBackBy is { } other)
        {
            return change with { Status = ChangeStatus.Shared, Error = $"execution {other} has put it back already" };
        }

        var (original, left, isMidway) = history.Chain();
        change = change.Status == ChangeStatus.Shared ? change with { Status = ChangeStatus.Applied, Error = null } : change;
        return (isMidway ? change.Midway() : change) with { Change = change.Change with { Before = original }, Left = left };
    }

    /// <summary>What no release touches; what it has put back is done, whatever somebody has made of it since.</summary>
    private static bool IsLeft(ChangeRecord change) => change.Change.Keep || change.Change.Irreversible || change.Status == ChangeStatus.Released;

    /// <summary>What others have planned of the same value.</summary>
    public static IEnumerable<(ExecutionRecord Execution, ChangeRecord Change)> Same(ChangeRecord change, IReadOnlyList<ExecutionRecord> others) =>
        others.SelectMany(o => o.Changes.Where(c => c.Change.Attribute == change.Change.Attribute && c.Change.Target == change.Change.Target).Select(c => (o, c)));

    private static bool Relies(ExecutionRecord other, ChangeRecord change) =>
        ExecutionTransitions.IsReleasable(other.State) && other.Mode != PlaybookMode.Observe && change.Status is not (ChangeStatus.Released or ChangeStatus.Shared);
}
