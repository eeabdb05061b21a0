using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Execution;

/// <summary>Whether what an execution wrote, and read back, still stands.</summary>
internal sealed class StandingLook(AwsSession aws, IExecutionLedger ledger)
{
    /// <summary>Reads every change once: Verified still stands; Failed without a value read could not be looked at; Failed with one was changed outside; Gone is not there any more.</summary>
    /// <remarks>What other executions have made of it since is not outside.</remarks>
    public async Task<ImmutableArray<ChangeRecord>> ReadAsync(ExecutionRecord record, CancellationToken cancel)
    {
        var looked = await new ChangeVerifier(aws).LookAsync(record.Changes, cancel).ConfigureAwait(false);
        looked = [.. looked.Select(c => IsChanged(c) && GoesOn(c) ? c with { Status = ChangeStatus.Verified, Error = null } : c)];
        if (!looked.Any(IsChanged))
        {
            return looked;
        }

        var others = await ledger.ListSharingAsync(record, cancel).ConfigureAwait(false);
        return [.. looked.Select(c => IsChanged(c) ? Among(record, c, [.. SharedChanges.Same(c, others)]) : c)];
    }

    /// <summary>What a look found changed is marked as drifted.</summary>
    public static ImmutableArray<ChangeRecord> Marked(ImmutableArray<ChangeRecord> looked) =>
        [.. looked.Select(c => c.Status == ChangeStatus.Failed && !c.Change.Optional ? c with { Status = ChangeStatus.Drifted } : c)];

    /// <summary>The record after a look that no finding asked for: Regressed where a value was changed outside, Verified where all stand again, and as it was where that is not known.</summary>
    /// <remarks>What was in place before the response is nobody's to keep so: who changes it undoes nothing.</remarks>
    public static ExecutionRecord After(ExecutionRecord record, ImmutableArray<ChangeRecord> looked, DateTimeOffset now)
    {
        ImmutableArray<ChangeRecord> changes = [.. looked.Select((c, i) => IsUnread(c) || c.Change.IsSatisfied || (c.Status == ChangeStatus.Gone && record.Changes[i].Status != ChangeStatus.Drifted) ? record.Changes[i] : c)];
        var changed = changes.Where(c => !c.Change.IsSatisfied && (IsChanged(c) || c.Status == ChangeStatus.Drifted)).ToList();
        if (changed.Count == 0)
        {
            var isBack = record.State == ExecutionState.Regressed || record is { State: ExecutionState.Drifted, Verdict: not null };
            return isBack ? record.To(ExecutionState.Verified, now) with { Changes = changes, Failure = null } : record;
        }

        if (record.State == ExecutionState.Drifted && !changed.Exists(IsChanged))
        {
            return record;
        }

        var regressed = record.State == ExecutionState.Regressed ? record : record.To(ExecutionState.Regressed, now);
        return regressed with
        {
            Changes = Marked(changes),
            Failure = $"it is contained again when a newer version of the finding comes, and not before: {string.Join("; ", changed.Select(c => $"{c.Change.Attribute} of {c.Change.Target}: {c.Error}"))}",
        };
    }

    /// <summary>Whether a look has found something changed that was not told before.</summary>
    public static bool IsNews(ExecutionRecord before, ExecutionRecord after) =>
        after.State == ExecutionState.Regressed && after.Changes.Where((c, i) => c.Status == ChangeStatus.Drifted && before.Changes[i].Status != ChangeStatus.Drifted).Any();

    /// <summary>Whether all that was contained is gone, so that there is nothing left to look at.</summary>
    public static bool IsOver(ImmutableArray<ChangeRecord> looked) =>
        looked.Any(c => c.Status == ChangeStatus.Gone) && looked.All(c => c.Status == ChangeStatus.Gone || c.Change.Keep || c.Change.Irreversible || c.ReadBack is { IsAbsent: true });

    public static bool IsUnread(ChangeRecord looked) => looked is { Status: ChangeStatus.Failed, ReadBack: null };

    private static bool IsChanged(ChangeRecord looked) => looked is { Status: ChangeStatus.Failed, ReadBack: not null, Change.Optional: false };

    /// <summary>What can't be undone lives on by itself (a secret is rotated at its time): undone it is only by the value before.</summary>
    private static bool GoesOn(ChangeRecord looked) => looked.Change.Irreversible && !AttributeCatalogue.Get(looked.Change.Attribute).Matches(looked.ReadBack!.Value, looked.Change.Before);

    private static ChangeRecord Among(ExecutionRecord record, ChangeRecord looked, IReadOnlyList<(ExecutionRecord Execution, ChangeRecord Change)> others)
    {
        if (others.FirstOrDefault(o => DeliveryTriage.IsUnfinished(o.Execution) || DeliveryTriage.IsBeingReleased(o.Execution)).Execution is { } busy)
        {
            return looked with { ReadBack = null, Error = $"execution {busy.Id} is changing it, or has not finished" };
        }

        return AttributeCatalogue.Get(looked.Change.Attribute).Stands(looked.ReadBack!.Value, ValueHistory.Of(record, looked, others).LeftSince())
            ? looked with { Status = ChangeStatus.Verified, Error = null }
            : looked;
    }
}
