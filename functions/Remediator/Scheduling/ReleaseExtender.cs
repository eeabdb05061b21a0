using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Scheduling;

/// <summary>Moves the end of a containment, or takes it away, because a person says so; people are told, and the audit has it.</summary>
public sealed class ReleaseExtender(IExecutionLedger ledger, TimeProvider clock, RunnerOptions options)
{
    /// <param name="by">How much longer than it would stand now; null for until a person releases it.</param>
    /// <param name="worker">Names this process in the lease.</param>
    /// <param name="end">The end that is to be moved, in seconds since 1970, so that one press moves it once; null for whatever it is.</param>
    public async Task<ExtendResult> ExtendAsync(string executionId, TimeSpan? by, string who, string why, string worker, CancellationToken cancel, long? end = null)
    {
        if (await ledger.FindAsync(executionId, cancel).ConfigureAwait(false) is not { } found)
        {
            return new ExtendResult.NotFound(executionId);
        }

        var claim = await ledger.ClaimAsync(found, worker, options.Lease, cancel).ConfigureAwait(false);
        if (claim is ClaimResult.Busy busy)
        {
            return new ExtendResult.Busy(busy.Owner, busy.Until);
        }

        var record = ((ClaimResult.Claimed)claim).Record;
        var now = clock.GetUtcNow();
        var stands = record.State is ExecutionState.Verified or ExecutionState.Regressed or ExecutionState.Drifted;
        if (stands && !record.Changes.Any(c => c.IsUndoable))
        {
            // What it found in place may be what another execution had made, and then ends with the last of them.
            var held = await ledger.HoldAsync(record, cancel).ConfigureAwait(false);
            (record, stands) = (held.Record, held.Busy is null && SharedChanges.Holds(held.Record, held.Others));
            if (held.Busy is { } other)
            {
                await ledger.SaveAsync(record with { LeaseUntil = now }, [], cancel).ConfigureAwait(false);
                return new ExtendResult.Busy($"execution {other.Owner}", other.Until);
            }
        }

        if (!stands)
        {
            return new ExtendResult.NotContained(await ledger.SaveAsync(record with { LeaseUntil = now }, [], cancel).ConfigureAwait(false));
        }

        if (end is not null && record.Release?.At?.ToUnixTimeSeconds() != end)
        {
            return new ExtendResult.Moved(await ledger.SaveAsync(record with { LeaseUntil = now }, [], cancel).ConfigureAwait(false));
        }

        record = ReleaseSchedule.Set(record with { By = who }, Moved(record.Release, by, now) with { By = who, Why = why });
        return new ExtendResult.Extended(await ledger.SaveAsync(record with { LeaseUntil = now }, Outbox.For(record, NoticeKind.ReleasePostponed, now), cancel).ConfigureAwait(false));
    }

    private static TimedRelease Moved(TimedRelease? release, TimeSpan? by, DateTimeOffset now)
    {
        var known = release ?? new TimedRelease(by ?? default, ReleaseSchedule.WarningOf(by ?? default), null);
        return known with { At = by is { } length ? (known.At > now ? known.At : now) + length : null, Held = null };
    }
}

/// <summary>What an extension came to.</summary>
public abstract record ExtendResult
{
    private ExtendResult()
    {
    }

    public sealed record Extended(ExecutionRecord Record) : ExtendResult;

    /// <summary>It ends at another time than the one that was to be moved; nothing was changed.</summary>
    public sealed record Moved(ExecutionRecord Record) : ExtendResult;

    /// <summary>Nothing of it stands that could end.</summary>
    public sealed record NotContained(ExecutionRecord Record) : ExtendResult;

    public sealed record NotFound(string ExecutionId) : ExtendResult;

    public sealed record Busy(string Owner, DateTimeOffset Until) : ExtendResult;
}
