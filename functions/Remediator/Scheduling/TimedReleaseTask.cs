using System.Collections.Immutable;
using System.Globalization;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Scheduling;

/// <summary>Warns of the end of a containment, and ends it at its time.</summary>
/// <remarks>
/// It stays contained, and people are told, while a pause, a freeze window or a protection holds, while the controls can't be read, and
/// until the time has passed again since the newest finding of the resource. It never ends without a warning that long before. Whatever
/// somebody else changed stops it for good. The mode counts for nothing: the time was set when the containment was allowed.
/// </remarks>
/// <param name="outbox">Tells whether a channel has taken the warning; null where whoever runs this reads it.</param>
public sealed class TimedReleaseTask(IExecutionLedger ledger, ReleaseRunner runner, IControlStore controls, IOutbox? outbox, TimeProvider clock, RunnerOptions options) : IDueTask
{
    private const string ChangedMeanwhile = "changed meanwhile; tried again";

    public bool Does(DueKind kind) => ReleaseSchedule.Has(kind);

    public async Task<string> DoAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel)
    {
        if (record.State == ExecutionState.Releasing)
        {
            return await ResumeAsync(record, work, worker, cancel).ConfigureAwait(false);
        }

        if (record.Release is not { At: { } at } release || record.State is ExecutionState.Released or ExecutionState.Observed or ExecutionState.AwaitingApproval or ExecutionState.Refused)
        {
            return await SaveAsync(record, worker, ReleaseSchedule.End, null, "nothing to release", cancel).ConfigureAwait(false);
        }

        if (record.State is not (ExecutionState.Verified or ExecutionState.Regressed or ExecutionState.Drifted))
        {
            return $"waits: it is {record.State}";
        }

        var now = clock.GetUtcNow();
        if (ReleaseSchedule.Needed(release, await ActiveAsync(record, cancel).ConfigureAwait(false)) is var (until, because) && until > now && until > at)
        {
            var moved = release with { At = until, Held = null, By = ReleaseSchedule.Engine, Why = Because(because) };
            return await SaveAsync(record, worker, r => ReleaseSchedule.Set(r, moved), NoticeKind.ReleasePostponed, "postponed: the finding is active", cancel).ConfigureAwait(false);
        }

        switch (await HoldAsync(record, now, cancel).ConfigureAwait(false))
        {
            case (null, { } unknown):
                return $"waits: {unknown}";
            case ({ } held, _) when held == release.Held:
                return "held, as before";
            case ({ } held, _):
                return await SaveAsync(record, worker, r => r with { Release = release with { Held = held } }, NoticeKind.ReleasePostponed, "held", cancel).ConfigureAwait(false);
        }

        if (release.Warning is null || record.Due.Any(w => w.Kind == DueKind.ReleaseWarning && w.At <= now))
        {
            return await SaveAsync(record, worker, r => ReleaseSchedule.Warned(r, release, at, clock.GetUtcNow()), NoticeKind.ReleaseSoon, "warned", cancel).ConfigureAwait(false);
        }

        return await ToldAsync(record, release.Warning, cancel).ConfigureAwait(false) switch
        {
            null when release.Held == ReleaseSchedule.Untold => "held, as before",
            null => await SaveAsync(record, worker, r => r with { Release = release with { Held = ReleaseSchedule.Untold } }, NoticeKind.ReleasePostponed, "held: nobody was warned", cancel).ConfigureAwait(false),
            { } told when ReleaseSchedule.NotBefore(release, told) is var earliest && earliest > now => $"waits: people were warned late, and have until {earliest:u}",
            _ => await ReleaseAsync(record, work, worker, cancel).ConfigureAwait(false),
        };
    }

    /// <summary>When the first channel took the warning; null where none has.</summary>
    private async Task<DateTimeOffset?> ToldAsync(ExecutionRecord record, string warning, CancellationToken cancel) => outbox is null
        ? DateTimeOffset.MinValue
        : (await outbox.ListReceiptsAsync(new OutboxEntry(warning, NoticeKind.ReleaseSoon, record.Notify, record), cancel).ConfigureAwait(false)).Where(r => !r.IsSkipped).Min(r => (DateTimeOffset?)r.At);

    /// <summary>A release whose worker died half-way is finished, whoever asked for it: half undone helps nobody. Only a control holds it.</summary>
    private async Task<string> ResumeAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel)
    {
        var (held, unknown) = await HoldAsync(record, clock.GetUtcNow(), cancel).ConfigureAwait(false);
        if (unknown is not null)
        {
            return $"a release that had begun waits: {unknown}";
        }

        var waits = $"a release that had begun waits: {held}";
        return held is null ? await ReleaseAsync(record, work, worker, cancel).ConfigureAwait(false)
            : record.Failure == waits ? waits
            : await SaveAsync(record, worker, r => r with { Failure = waits }, NoticeKind.ReleasePostponed, waits, cancel).ConfigureAwait(false);
    }

    private async Task<string> ReleaseAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel) =>
        await runner.ReleaseAsync(record.Id, worker, force: false, cancel, work, record).ConfigureAwait(false) switch
        {
            ReleaseResult.Ran { Record.State: ExecutionState.Released } => "released",
            ReleaseResult.Ran { Record: var stopped } => stopped.Failure ?? "not released",
            ReleaseResult.Busy busy => $"held by {busy.Owner}; tried again",
            ReleaseResult.Changed => ChangedMeanwhile,
            var other => other.GetType().Name,
        };

    /// <summary>Executions of the same resource whose finding still stands: this one's and those of others.</summary>
    private async Task<IReadOnlyList<ExecutionRecord>> ActiveAsync(ExecutionRecord record, CancellationToken cancel)
    {
        var active = new List<ExecutionRecord>();
        foreach (var one in await ledger.ListOfResourceAsync(record.Resource.Kind, record.Resource.Id, cancel).ConfigureAwait(false))
        {
            if (one.Key.Resource == record.Key.Resource && (one.State != ExecutionState.Released || one.Id == record.Id) && !await IsSettledAsync(one, cancel).ConfigureAwait(false))
            {
                active.Add(one);
            }
        }

        return active;
    }

    private async Task<bool> IsSettledAsync(ExecutionRecord record, CancellationToken cancel) =>
        await ledger.FindUnmatchedAsync(record.Key.FindingId, cancel).ConfigureAwait(false) is { Outcome: UnmatchedFinding.Resolved, At: var settled } && settled >= ReleaseSchedule.LastSeen(record);

    /// <summary>The control that holds it; or why that is not known.</summary>
    private async Task<(string? Held, string? Unknown)> HoldAsync(ExecutionRecord record, DateTimeOffset now, CancellationToken cancel)
    {
        var reading = await controls.ReadAsync(cancel).ConfigureAwait(false);
        if (reading is not ControlsReading.Known { Controls: var known })
        {
            return (null, $"the controls could not be read: {((ControlsReading.Unknown)reading).Reason}");
        }

        var (account, playbook) = (record.Finding.Account, record.Key.Playbook);
        TagReading tags = record.Resource.Tags is { } shown ? new TagReading.Known(shown) : new TagReading.Unknown("the finding does not show them");
        var touched = new ControlSubject(
            record.Finding, new Playbook { Id = playbook, Title = record.PlaybookTitle, On = [], Steps = [] }, [record.Resource], tags,
            [.. record.Changes.Select(c => c.Change).Where(c => !c.Keep && !c.Irreversible)], [], OrganizationReading.NotRead);
        Control? control = known.PauseOf(account, playbook, now) ?? known.FreezeOf(account, playbook, now) ?? (Control?)known.ProtectionOf(touched, now);
        return (control?.Tell(), null);
    }

    private static string Because(ExecutionRecord newest) => string.Create(
        CultureInfo.InvariantCulture, $"a finding of the resource was reported at {ReleaseSchedule.LastSeen(newest).UtcDateTime:yyyy-MM-dd HH:mm 'UTC'}: {newest.Finding.Type}, {newest.Finding.Id}");

    /// <summary>Saves what is due then, and tells people; another worker's save goes before it.</summary>
    private async Task<string> SaveAsync(ExecutionRecord read, string worker, Func<ExecutionRecord, ExecutionRecord> change, NoticeKind? news, string words, CancellationToken cancel)
    {
        var claim = await ledger.ClaimAsync(read, worker, options.Lease, cancel).ConfigureAwait(false);
        if (claim is not ClaimResult.Claimed { Record: var record })
        {
            return "held by another worker; tried again";
        }

        // Of what was saved since it was read nothing was considered.
        var isSame = record.Version == read.Version + 1;
        var next = isSame ? change(record with { By = worker }) : record;
        var told = isSame && news is { } kind ? Outbox.For(next, kind, clock.GetUtcNow()) : [];
        await ledger.SaveAsync(next with { LeaseUntil = clock.GetUtcNow() }, told, cancel).ConfigureAwait(false);
        return isSame ? words : ChangedMeanwhile;
    }
}
