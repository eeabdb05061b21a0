using System.Collections.Immutable;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Execution;

/// <summary>Runs one playbook for one resource: observe, plan, record, apply, verify, record.</summary>
/// <remarks>
/// The plan is durable before the first mutation. A delivery that finds a recorded plan goes on from it and never observes again
/// for the values before, since half of the changes may be in place.
/// </remarks>
public sealed class RemediationRunner(IExecutionLedger ledger, ICredentialBroker broker, TimeProvider clock, RunnerOptions options)
{
    /// <exception cref="LeaseLostException">Another worker took over; this one has stopped.</exception>
    public async Task<RunResult> RunAsync(RunRequest request, CancellationToken cancel)
    {
        // Credentials are fetched while the ledger answers: neither needs the other.
        var id = ExecutionIdentity.Of(request.Key);
        var remediations = request.Playbook.Steps.Select(s => RemediationCatalogue.Get(s.Remediation)).Distinct().ToList();
        var opening = OpenAsync(request, remediations, id, cancel);
        var claim = await ledger.ClaimAsync(Fresh(request, id), request.Worker, options.Lease, cancel).ConfigureAwait(false);
        if (claim is ClaimResult.Busy busy)
        {
            await DiscardAsync(opening).ConfigureAwait(false);
            return new RunResult.Busy(id, busy.Owner, busy.Until);
        }

        var record = ((ClaimResult.Claimed)claim).Record with { By = request.Worker };
        if (IsDone(record) && !MayLookAgain(request, record))
        {
            await DiscardAsync(opening).ConfigureAwait(false);
            return new RunResult.AlreadyHandled(await SaveAsync(record, [], cancel).ConfigureAwait(false));
        }

        if (IsUnfinished(record) && request.Mode != PlaybookMode.Enforce)
        {
            await DiscardAsync(opening).ConfigureAwait(false);
            return new RunResult.Withheld(
                await SaveAsync(record, [], cancel).ConfigureAwait(false),
                $"an earlier delivery began to act and did not finish ({record.State}); in {request.Mode} mode it is not taken up again");
        }

        var session = await opening.ConfigureAwait(false);
        if (session is { Failure: { } failure })
        {
            return new RunResult.Ran(await FailAsync(record, $"no credentials for account {request.Finding.Account}: {failure}", cancel).ConfigureAwait(false));
        }

        using var aws = session.Aws!;
        var run = new RemediationRun(request, aws, clock, options);
        if (record.State is ExecutionState.Verified or ExecutionState.Drifted)
        {
            var looked = await run.LookAsync(record, cancel).ConfigureAwait(false);
            if (looked.FirstOrDefault(c => c.ReadBack is null) is { } unread)
            {
                // Unknown is not undone: the record stays as it is, and the next delivery looks again.
                return new RunResult.Withheld(
                    await SaveAsync(record, [], cancel).ConfigureAwait(false),
                    $"whether the containment still stands is not known: {unread.Change.Attribute} of {unread.Change.Target} {unread.Error}");
            }

            if (record.State == ExecutionState.Verified && looked.All(c => c.Status == ChangeStatus.Verified || c.Change.Optional))
            {
                return new RunResult.AlreadyHandled(await SaveAsync(record with { Failure = null }, [], cancel).ConfigureAwait(false));
            }

            record = record.To(ExecutionState.Drifted, clock.GetUtcNow()) with { Changes = looked };
        }

        if (!IsUnfinished(record))
        {
            var before = record;
            record = await run.PlanAsync(record, cancel).ConfigureAwait(false);
            if (record.State != ExecutionState.Planned)
            {
                return new RunResult.Ran(await EndAsync(before, record, cancel).ConfigureAwait(false));
            }

            record = await ledger.SaveAsync(record, [], cancel).ConfigureAwait(false);
            return new RunResult.Ran(await FinishAsync(run, record, resumed: before.State == ExecutionState.Drifted, null, cancel).ConfigureAwait(false));
        }

        var lastFailure = record.Failure;
        record = await run.ExtendAsync(record, cancel).ConfigureAwait(false);
        record = await ledger.SaveAsync(record, [], cancel).ConfigureAwait(false);
        return new RunResult.Ran(await FinishAsync(run, record, resumed: true, lastFailure, cancel).ConfigureAwait(false));
    }

    private static bool IsDone(ExecutionRecord record) => record.State is ExecutionState.Verified or ExecutionState.Released or ExecutionState.Drifted;

    /// <summary>A person who asks, or a newer version of the finding, is a reason to look whether the containment still stands.</summary>
    /// <remarks>What a person released stays released until a person asks; an older or equal version is never new work.</remarks>
    private static bool MayLookAgain(RunRequest request, ExecutionRecord record) =>
        record.State == ExecutionState.Released
            ? request.ByOperator
            : request.Mode == PlaybookMode.Enforce && (request.ByOperator || (record.State == ExecutionState.Verified && request.Finding.UpdatedAt > record.Finding.UpdatedAt));

    /// <summary>A plan is recorded and mutations may have begun.</summary>
    private static bool IsUnfinished(ExecutionRecord record) =>
        record.State is ExecutionState.Planned or ExecutionState.Applying or ExecutionState.Applied
        || (record.State == ExecutionState.Failed && !record.Changes.IsEmpty);

    /// <summary>Saves a plan that is not to be applied; people hear of it once.</summary>
    /// <remarks>What an earlier run changed stays on record with its values before, or nobody could undo it any more.</remarks>
    private Task<ExecutionRecord> EndAsync(ExecutionRecord before, ExecutionRecord planned, CancellationToken cancel)
    {
        var news = before.State == planned.State ? [] : Outbox.For(planned);
        var kept = before.State == ExecutionState.Drifted && planned.Verdict is { } verdict
            ? before with { Verdict = verdict, Failure = $"changed since it was contained, and not contained again: {verdict.Because}" }
            : planned;
        return SaveAsync(kept, news, cancel);
    }

    private async Task<ExecutionRecord> FinishAsync(RemediationRun run, ExecutionRecord record, bool resumed, string? lastFailure, CancellationToken cancel)
    {
        record = await run.ApplyAsync(record, resumed, cancel).ConfigureAwait(false);
        record = await run.VerifyAsync(record, cancel).ConfigureAwait(false);

        // The same failure again is not news; people were told of it.
        var isNews = record.State != ExecutionState.Failed || record.Failure != lastFailure;
        return await SaveAsync(record, isNews ? Outbox.For(record) : [], cancel).ConfigureAwait(false);
    }

    private async Task<ExecutionRecord> FailAsync(ExecutionRecord record, string failure, CancellationToken cancel)
    {
        var isNews = record.Failure != failure;
        if (record.State is ExecutionState.Observed or ExecutionState.AwaitingApproval or ExecutionState.Refused)
        {
            // What was planned then was held back: it must never pass for a plan that the gate let through.
            record = record.To(ExecutionState.Received, clock.GetUtcNow()) with { Steps = [], Changes = [], Verdict = null };
        }

        // A recorded plan stays as it is for the next delivery to resume.
        record = record.State == ExecutionState.Received ? record.To(ExecutionState.Failed, clock.GetUtcNow()) : record;
        record = record with { Failure = failure };
        return await SaveAsync(record, isNews ? Outbox.For(record, NoticeKind.Failed) : [], cancel).ConfigureAwait(false);
    }

    /// <summary>Saves and gives the lease back.</summary>
    private Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel) =>
        ledger.SaveAsync(record with { LeaseUntil = clock.GetUtcNow() }, outbox, cancel);

    private async Task<(AwsSession? Aws, string? Failure)> OpenAsync(RunRequest request, List<Remediation> remediations, string id, CancellationToken cancel)
    {
        // Not even a read is made with such an id: it could name something else, or widen the session's policy.
        if (!request.Resource.HasWellFormedId)
        {
            return (null, $"none were asked for, since the id of the resource is not one of a {request.Resource.Kind}");
        }

        try
        {
            return (await broker.OpenAsync(request.Finding, request.Resource, remediations, id, cancel).ConfigureAwait(false), null);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return (null, AwsFailure.Describe(e));
        }
    }

    private static async Task DiscardAsync(Task<(AwsSession? Aws, string? Failure)> opening) => (await opening.ConfigureAwait(false)).Aws?.Dispose();

    private ExecutionRecord Fresh(RunRequest request, string id)
    {
        var now = clock.GetUtcNow();
        return new ExecutionRecord
        {
            Id = id,
            Key = request.Key,
            State = ExecutionState.Received,
            Finding = request.Finding,
            Resource = request.Resource,
            PlaybookTitle = request.Playbook.Title,
            PlaybookVersion = request.Playbook.Version,
            Mode = request.Mode,
            Notify = request.Playbook.Notify,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
