using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Remediations;

namespace Remediator.Scheduling;

/// <summary>Looks whether a containment still stands, and tells people once where it does not.</summary>
/// <remarks>
/// It changes nothing in the account: whoever undid it, a deployment that sets its own values say, would undo it again. A newer
/// version of the finding says that the threat is still there, and contains it again.
/// </remarks>
public sealed class LookTask(IExecutionLedger ledger, ICredentialBroker broker, TimeProvider clock, RunnerOptions options) : IDueTask
{
    public bool Does(DueKind kind) => kind == DueKind.Look;

    public async Task<string> DoAsync(ExecutionRecord record, DueWork work, string worker, CancellationToken cancel)
    {
        if (await ledger.ClaimAsync(record, worker, options.Lease, cancel).ConfigureAwait(false) is not ClaimResult.Claimed { Record: var found })
        {
            return "held by another worker; tried again";
        }

        found = found with { By = worker };
        var (looked, words) = LookSchedule.LooksAt(found) ? await LookAsync(found, cancel).ConfigureAwait(false) : (null, $"nothing to look at: it is {found.State}");
        var now = clock.GetUtcNow();
        var next = (looked is null ? LookSchedule.End(found) : LookSchedule.After(looked, work, now)) with { LeaseUntil = now };
        await ledger.SaveAsync(next, StandingLook.IsNews(found, next) ? Outbox.For(next, NoticeKind.UndoneOutside, now) : [], cancel).ConfigureAwait(false);
        return words;
    }

    /// <returns>Null where there is nothing left to look at, ever.</returns>
    private async Task<(ExecutionRecord? Looked, string Words)> LookAsync(ExecutionRecord record, CancellationToken cancel)
    {
        var remediations = record.Changes.Select(c => RemediationCatalogue.Get(c.Change.Step)).Distinct().ToList();
        try
        {
            using var aws = await broker.OpenAsync(record.Finding, record.Resource, remediations, SessionNames.Of([], record.Changes), record.Id, cancel).ConfigureAwait(false);
            var read = await new StandingLook(aws, ledger).ReadAsync(record, cancel).ConfigureAwait(false);
            if (StandingLook.IsOver(read))
            {
                return (null, "what was contained is gone");
            }

            var looked = StandingLook.After(record, read, clock.GetUtcNow());
            var words = read.FirstOrDefault(StandingLook.IsUnread) is { } unread ? $"not known: {unread.Error}" : "stands";
            return (looked, looked.State is ExecutionState.Regressed or ExecutionState.Drifted ? looked.Failure ?? $"it is {looked.State}" : words);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return (record, $"not known: {AwsFailure.Describe(e)}");
        }
    }
}
