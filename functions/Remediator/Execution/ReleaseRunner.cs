using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediator.Approvals;
using Remediator.Attributes;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Scheduling;

namespace Remediator.Execution;

/// <summary>Puts back what an execution changed, in reverse order, and only where nobody else has changed it since.</summary>
/// <remarks>
/// All live values are read before the first write: with one drifted value nothing is written, unless forced. Evidence and
/// shared things (<see cref="Change.Keep"/>) stay, and so does what another execution relies on. What somebody has deleted is told, and the rest put back. A release that was cut off is taken up by running it again.
/// </remarks>
public sealed class ReleaseRunner(IExecutionLedger ledger, ICredentialBroker broker, TimeProvider clock, RunnerOptions options)
{
    /// <param name="force">Overwrite values that somebody else changed.</param>
    /// <param name="due">Set where nobody asks but its time has come.</param>
    /// <param name="read">The record upon which that was found; nothing is done where it was saved since.</param>
    /// <exception cref="LeaseLostException">Another worker took over; this one has stopped.</exception>
    public async Task<ReleaseResult> ReleaseAsync(string executionId, string worker, bool force, CancellationToken cancel, DueWork? due = null, ExecutionRecord? read = null)
    {
        if ((read ?? await ledger.FindAsync(executionId, cancel).ConfigureAwait(false)) is not { } known)
        {
            return new ReleaseResult.NotFound(executionId);
        }

        var claim = await ledger.ClaimAsync(known, worker, options.Lease, cancel).ConfigureAwait(false);
        if (claim is ClaimResult.Busy busy)
        {
            return new ReleaseResult.Busy(busy.Resource is null ? busy.Owner : $"execution {busy.Owner}", busy.Until);
        }

        var record = ((ClaimResult.Claimed)claim).Record;
        if (read is not null && record.Version != read.Version + 1)
        {
            return new ReleaseResult.Changed(await SaveAsync(record, [], cancel).ConfigureAwait(false));
        }

        record = record with { By = worker };
        var found = record;
        if (ExecutionTransitions.IsReleasable(record.State))
        {
            var held = await ledger.HoldAsync(record, cancel).ConfigureAwait(false);
            if (held.Busy is { } other)
            {
                await SaveAsync(held.Record, [], cancel).ConfigureAwait(false);
                return new ReleaseResult.Busy($"execution {other.Owner}", other.Until);
            }

            record = SharedChanges.Apply(held.Record, held.Others);
        }

        if (!IsReleasable(record))
        {
            return new ReleaseResult.NothingToRelease(await SaveAsync(ReleaseSchedule.End(record), [], cancel).ConfigureAwait(false));
        }

        // Whoever takes up what was begun, it counts who began it.
        if (record is { State: not ExecutionState.Releasing, Release: { } timed })
        {
            record = record with { Release = timed with { Ended = due is null ? null : clock.GetUtcNow() } };
        }

        var remediations = record.Changes.Select(c => RemediationCatalogue.Get(c.Change.Step)).Distinct().ToList();
        AwsSession? aws = null;
        try
        {
            aws = await broker.OpenAsync(record.Finding, record.Resource, remediations, SessionNames.Of([], record.Changes), record.Id, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            record = Stopped(record, $"no credentials for account {record.Finding.Account}: {AwsFailure.Describe(e)}");
        }

        using (aws)
        {
            record = aws is null ? record : await ReleaseAsync(aws, record, force, cancel).ConfigureAwait(false);
        }

        record = Scheduled(found, record, due);

        // The same obstacle again is not news; people were told of it.
        var isNews = record.State == ExecutionState.Released || record.Failure != found.Failure;
        if (record.Trail.IsEmpty)
        {
            return new ReleaseResult.Ran(await SaveAsync(record with { Changes = found.Changes }, isNews ? Outbox.For(record, NoticeKind.NotReleased, clock.GetUtcNow()) : [], cancel).ConfigureAwait(false));
        }

        return new ReleaseResult.Ran(await SaveAsync(record, isNews ? Outbox.For(record) : [], cancel).ConfigureAwait(false));
    }

    /// <summary>Reads the live values and compares them, and does nothing else: neither the account nor the ledger is changed.</summary>
    public async Task<ReleaseResult> PreviewAsync(string executionId, CancellationToken cancel)
    {
        if (await ledger.FindAsync(executionId, cancel).ConfigureAwait(false) is not { } record)
        {
            return new ReleaseResult.NotFound(executionId);
        }

        record = SharedChanges.Apply(record, await ledger.ListSharingAsync(record, cancel).ConfigureAwait(false));
        if (!IsReleasable(record))
        {
            return new ReleaseResult.NothingToRelease(record);
        }

        var remediations = record.Changes.Select(c => RemediationCatalogue.Get(c.Change.Step)).Distinct().ToList();
        using var aws = await broker.OpenAsync(record.Finding, record.Resource, remediations, SessionNames.Of([], record.Changes), record.Id, cancel).ConfigureAwait(false);
        var written = await FillAsync(aws, record.Changes, cancel).ConfigureAwait(false);
        return new ReleaseResult.Preview(record with { Changes = [.. await Task.WhenAll(written.Select(c => LookAsync(aws, record.State, c, force: false, clock.GetUtcNow(), cancel))).ConfigureAwait(false)] });
    }

    /// <summary>Whether something of it stands that can be put back.</summary>
    public static bool IsReleasable(ExecutionRecord record) => ExecutionTransitions.IsReleasable(record.State) && record.Changes.Any(c => c.IsUndoable || c.Status == ChangeStatus.Shared);

    private async Task<ExecutionRecord> ReleaseAsync(AwsSession aws, ExecutionRecord record, bool force, CancellationToken cancel)
    {
        var written = await FillAsync(aws, record.Changes, cancel).ConfigureAwait(false);
        var changes = await Task.WhenAll(written.Select(c => LookAsync(aws, record.State, c, force, clock.GetUtcNow(), cancel))).ConfigureAwait(false);
        return changes.FirstOrDefault(c => c.IsUndoable && c.Status is (ChangeStatus.Drifted or ChangeStatus.Failed)) is { } stopped
            ? Stopped(record with { Changes = [.. changes] }, stopped.Error)
            : await UndoAsync(aws, record, [.. changes], cancel).ConfigureAwait(false);
    }

    /// <summary>What is released is due no more; what was not at its time is tried again unless somebody else has changed a value.</summary>
    /// <param name="found">As the ledger had it.</param>
    private ExecutionRecord Scheduled(ExecutionRecord found, ExecutionRecord record, DueWork? due) => record.State switch
    {
        ExecutionState.Released => LookSchedule.End(ReleaseSchedule.End(record)) with
        {
            // What more was to be done about it is asked anew, should it occur again.
            Approval = ApprovalRules.Moot(record.Approval),
            Release = due is not null && record.Release is { } release
                ? release with { Held = null, By = ReleaseSchedule.Engine, Why = found.State == ExecutionState.Releasing ? "a release that had begun was finished" : "its time had come" }
                : null,
        },
        _ when due is null => NotEnded(record) with { Due = found.State == ExecutionState.Releasing ? ReleaseSchedule.End(record).Due : found.Due },
        _ => ReleaseSchedule.AfterAttempt(NotEnded(record), due, again: record.Changes.All(c => c.Status != ChangeStatus.Drifted), clock.GetUtcNow()),
    };

    private static ExecutionRecord NotEnded(ExecutionRecord record) => record.Release is { Ended: not null } release ? record with { Release = release with { Ended = null } } : record;

    /// <summary>What nobody has changed, and nothing was written of, is what it was before.</summary>
    private ExecutionRecord Stopped(ExecutionRecord record, string? reason)
    {
        var begun = record.State == ExecutionState.Releasing;
        var stopped = begun || record.Changes.Any(c => c.Status == ChangeStatus.Drifted)
            ? record.To(ExecutionState.Drifted, clock.GetUtcNow()) with { Verdict = null }
            : record;
        return stopped with { Failure = begun ? $"a release that had begun could not be finished, and nothing more was written: {reason}" : $"not released, and nothing was written: {reason}" };
    }

    /// <summary>A run that died could not record what it wrote; where that refers to what it created, the live account says what it was.</summary>
    internal static async Task<ImmutableArray<ChangeRecord>> FillAsync(AwsSession aws, ImmutableArray<ChangeRecord> changes, CancellationToken cancel)
    {
        var bindings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (changes.All(c => c.Written is not null || References.Resolve(c.Change.After, bindings) is not null))
        {
            return changes;
        }

        foreach (var change in changes.Select(c => c.Change).Where(c => c.Binds is not null))
        {
            try
            {
                var live = await AttributeCatalogue.Get(change.Attribute).ReadAsync(aws, change.Target, cancel).ConfigureAwait(false);
                if (live.ToNode() is JsonObject o && o["id"]?.GetValue<string>() is { } id)
                {
                    bindings[change.Binds!] = id;
                }
            }
            catch (Exception e) when (AwsFailure.IsExpected(e))
            {
                // Unknown: the changes that refer to it then are compared with their values before alone.
            }
        }

        return [.. changes.Select(c => c.Written is null && References.Resolve(c.Change.After, bindings) is { } filled && filled != c.Change.After ? c with { Written = filled } : c)];
    }

    /// <summary>Compares the live value with what the engine left; marks drift.</summary>
    private static async Task<ChangeRecord> LookAsync(AwsSession aws, ExecutionState state, ChangeRecord record, bool force, DateTimeOffset now, CancellationToken cancel)
    {
        if (!record.IsUndoable || record.Status == ChangeStatus.Released)
        {
            return record;
        }

        var attribute = AttributeCatalogue.Get(record.Change.Attribute);
        try
        {
            var live = await attribute.ReadAsync(aws, record.Change.Target, cancel).ConfigureAwait(false);
            if (attribute.IsGone(live))
            {
                return record with { Status = ChangeStatus.Gone, ReadBack = live, Error = $"{attribute.Describe(live)} any more: somebody else has deleted it since, and it is not made again" };
            }

            var ours = (record.Written is { } written && attribute.Stands(live, written)) || record.Left.Any(l => attribute.Stands(live, l));
            var isWhole = ours || attribute.Matches(live, record.Change.Before) || (record.Written is null && attribute.Matches(live, record.Change.After));

            var midway = MayBeMidway(state, record) && IsMidway(attribute, state, record, live);
            if (force || isWhole || midway || record.IsUnfinished(live))
            {
                return (isWhole ? record.Whole(now) : midway ? record.Midway() : record) with { ReadBack = live, Status = ChangeStatus.Applied, Error = null };
            }

            return record with
            {
                Status = ChangeStatus.Drifted,
                ReadBack = live,
                Error = $"{attribute.Label} of {record.Change.Target}: recorded before {attribute.Describe(record.Change.Before)}, "
                    + $"written {attribute.Describe(record.Written ?? record.Change.After)}, now {attribute.Describe(live)}",
            };
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            // What a write may have left midway stays known as that: the next attempt must not take it for somebody else's doing.
            // What is recorded as read then is kept only where it was the engine's own.
            var isMidway = MayBeMidway(state, record);
            return (isMidway ? record.Midway() : record) with { Status = ChangeStatus.Failed, ReadBack = isMidway && IsOwnRead(state, record) ? record.ReadBack : null, Error = $"{attribute.Label} of {record.Change.Target} could not be read: {AwsFailure.Describe(e)}" };
        }
    }

    /// <summary>Whether a write of the engine may have stopped between two calls: a run or a release that died, or a write that failed.</summary>
    /// <remarks>A value that could not be read before a release leaves no such doubt: nothing was written then. Records of earlier versions do not say; of those the state does.</remarks>
    private static bool MayBeMidway(ExecutionState state, ChangeRecord record) =>
        state is ExecutionState.Planned or ExecutionState.Applying or ExecutionState.Applied or ExecutionState.Failed or ExecutionState.Releasing
        || record.IsMidway
        || record is { Status: ChangeStatus.Failed, ReadBack: not null };

    /// <summary>Whether what is recorded as read was the engine's own: what a run read back and had not written may be somebody's who set it since the write.</summary>
    private static bool IsOwnRead(ExecutionState state, ChangeRecord record) =>
        record.Status != ChangeStatus.Drifted
        && !(record.Status == ChangeStatus.Failed && state is (ExecutionState.Planned or ExecutionState.Applying or ExecutionState.Applied or ExecutionState.Failed));

    /// <summary>Between the value to restore, or one that the chain of executions has left, and the last one: whichever two a write went between.</summary>
    private static bool IsMidway(ResourceAttribute attribute, ExecutionState state, ChangeRecord record, AttributeValue live)
    {
        var last = record.Written ?? record.Change.After;
        var own = record is { IsMidway: true, ReadBack: { } found } && IsOwnRead(state, record) ? [found] : ImmutableArray<AttributeValue>.Empty;
        return record.Left.Append(last).Concat(own).Any(l => attribute.IsBetween(record.Change.Before, l, live) || attribute.IsBetween(l, last, live));
    }

    private async Task<ExecutionRecord> UndoAsync(AwsSession aws, ExecutionRecord record, ImmutableArray<ChangeRecord> changes, CancellationToken cancel)
    {
        changes = [.. changes.Select(c => Differs(c) ? c.Midway() : c)];
        record = record.To(ExecutionState.Releasing, clock.GetUtcNow()) with { Changes = changes, Failure = null };
        if (changes.Any(Differs))
        {
            // Durable before the first write: whoever finds it half undone must not take it for somebody else's doing.
            var begun = ReleaseSchedule.Resume(record, clock.GetUtcNow() + options.Lease);
            record = await ledger.SaveAsync(begun, [], cancel).ConfigureAwait(false);
        }

        var fence = new LeaseFence(ledger, record, clock, options);
        var undone = changes.ToArray();
        foreach (var group in Enumerable.Range(0, undone.Length).GroupBy(i => (undone[i].Change.Phase, undone[i].Change.Stage)).OrderByDescending(g => g.Key))
        {
            await Task.WhenAll(group.Select(async i => undone[i] = await UndoAsync(aws, record.Id, undone[i], fence, cancel).ConfigureAwait(false))).ConfigureAwait(false);
        }

        bool WasUndone(ChangeRecord c) => c.IsUndoable && c.Status is not (ChangeStatus.Failed or ChangeStatus.Released);
        ImmutableArray<ChangeRecord> verified = [.. undone];
        verified = await new ChangeVerifier(aws).VerifyReleaseAsync(verified, WasUndone, new ConsistencyDeadline(clock, options, () => fence.Held, until: null), cancel).ConfigureAwait(false);
        verified = [.. verified.Select((c, i) => c.Status == ChangeStatus.Released && undone[i].Status != ChangeStatus.Released ? c.Whole(clock.GetUtcNow()) with { At = clock.GetUtcNow() } : c)];
        record = fence.Held;
        var failed = verified.Where(c => c.IsUndoable && c.Status == ChangeStatus.Failed).ToList();
        return failed.Count == 0
            ? record.To(ExecutionState.Released, clock.GetUtcNow()) with { Changes = verified, Failure = null }
            : record.To(ExecutionState.Drifted, clock.GetUtcNow()) with
            {
                Changes = verified,
                Verdict = null,
                Failure = "not fully released: " + string.Join("; ", failed.Select(c => $"{c.Change.Attribute} of {c.Change.Target}: {c.Error}")),
            };
    }

    private static bool Differs(ChangeRecord record) =>
        record.IsUndoable && record.Status != ChangeStatus.Released && !AttributeCatalogue.Get(record.Change.Attribute).Matches(record.ReadBack ?? record.Change.After, record.Change.Before);

    private static async Task<ChangeRecord> UndoAsync(AwsSession aws, string executionId, ChangeRecord record, LeaseFence fence, CancellationToken cancel)
    {
        if (!record.IsUndoable || record.Status == ChangeStatus.Released)
        {
            return record;
        }

        var attribute = AttributeCatalogue.Get(record.Change.Attribute);
        var trace = new CallTrace();
        try
        {
            var live = record.ReadBack ?? record.Change.After;
            if (!attribute.Matches(live, record.Change.Before))
            {
                var request = new WriteRequest(record.Change.Target, live, record.Change.Before, executionId);
                await trace.RecordAsync(() => fence.GuardAsync(() => attribute.WriteAsync(aws, request, cancel), cancel)).ConfigureAwait(false);
            }

            return record with { Calls = trace.Calls ?? record.Calls };
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return record with { Status = ChangeStatus.Failed, Error = AwsFailure.Describe(e), Calls = trace.Calls ?? record.Calls };
        }
    }

    private Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel) =>
        ledger.SaveAsync(record with { LeaseUntil = clock.GetUtcNow() }, outbox, cancel);
}

/// <summary>What a release came to.</summary>
public abstract record ReleaseResult
{
    private ReleaseResult()
    {
    }

    /// <summary>It ran; the record's state says Released, Drifted, or what it was before where nothing could be done.</summary>
    public sealed record Ran(ExecutionRecord Record) : ReleaseResult;

    /// <summary>The execution changed nothing, or is released already.</summary>
    public sealed record NothingToRelease(ExecutionRecord Record) : ReleaseResult;

    /// <summary>Nothing was done; each change says how its live value compares.</summary>
    public sealed record Preview(ExecutionRecord Record) : ReleaseResult;

    /// <summary>It was saved since the record upon which it was to end was read; nothing was done.</summary>
    public sealed record Changed(ExecutionRecord Record) : ReleaseResult;

    public sealed record NotFound(string ExecutionId) : ReleaseResult;

    public sealed record Busy(string Owner, DateTimeOffset Until) : ReleaseResult;

    /// <summary>Another worker took over while it ran; that one's outcome counts.</summary>
    public sealed record Lost(string ExecutionId, string Reason) : ReleaseResult;
}
