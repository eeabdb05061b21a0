using Remediator.Approvals;
using Remediator.Controls;
using Remediator.Findings;
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
public sealed class RemediationRunner(IExecutionLedger ledger, ICredentialBroker broker, ControlSource controls, TimeProvider clock, RunnerOptions options)
{
    /// <exception cref="LeaseLostException">Another worker took over; this one has stopped.</exception>
    public async Task<RunResult> RunAsync(RunRequest request, CancellationToken cancel)
    {
        if (request.Playbook.Because is { } because)
        {
            return await TellAsync(request, because, cancel).ConfigureAwait(false);
        }

        // Credentials and controls are fetched while the ledger answers: none needs another.
        var id = ExecutionIdentity.Of(request.Key);
        var remediations = request.Playbook.AllSteps.Select(s => RemediationCatalogue.Get(s.Remediation)).Distinct().ToList();
        var names = SessionNames.Of(request.Playbook.AllSteps, []);
        var opening = OpenAsync(request, remediations, names, id, cancel);
        var reading = controls.Store.ReadAsync(cancel);
        var others = OtherFindings.ReadAsync(ledger, request, cancel);
        var claim = await ledger.ClaimAsync(Fresh(request, id), request.Worker, options.Lease, cancel).ConfigureAwait(false);
        if (claim is ClaimResult.Busy busy)
        {
            await DiscardAsync(opening).ConfigureAwait(false);
            await others.ConfigureAwait(false);
            return new RunResult.Busy(id, busy.Owner, busy.Until, busy.Resource);
        }

        var found = ((ClaimResult.Claimed)claim).Record with { By = request.Worker };
        var record = ApprovalRules.Expire(found, clock.GetUtcNow());
        var delivered = request.Finding;
        request = DeliveryTriage.Newest(request, record);
        if (request.Playbook.Corroborated is { } rule)
        {
            request = request.With(Corroboration.Of(rule, record, request.Finding, await others.ConfigureAwait(false), clock.GetUtcNow()));
        }

        var say = new RunControls(request, record, await reading.ConfigureAwait(false), controls, options, clock, clock.GetUtcNow());
        if (await StopAsync(request, delivered, found, record, say.Before, cancel).ConfigureAwait(false) is { } stopped)
        {
            await DiscardAsync(opening).ConfigureAwait(false);
            return stopped;
        }

        var (former, reached) = (Former(record, remediations), SessionNames.Of(request.Playbook.AllSteps, record.Changes));
        var all = remediations.Concat(former).ToList();
        var isWider = !record.Changes.IsEmpty && IsWider(record, request);
        if (former.Count > 0 || isWider || names.Keys.Any(n => !reached.ContainsKey(n)))
        {
            await DiscardAsync(opening).ConfigureAwait(false);
            opening = OpenAsync(isWider ? request with { Resource = record.Resource } : request, all, reached, id, cancel);
        }

        var session = await opening.ConfigureAwait(false);
        if (session is { Failure: { } failure })
        {
            return await WithoutCredentialsAsync(request, found, record, $"no credentials for account {request.Finding.Account}: {failure}", cancel).ConfigureAwait(false);
        }

        using var aws = session.Aws!;
        var run = new RemediationRun(request, aws, ledger, say, clock, options);
        try
        {
            return await AnswerAsync(request, run, record, resource => OpenAsync(request with { Resource = resource }, all, reached, id, cancel), cancel).ConfigureAwait(false);
        }
        catch (ResourceBusyException e)
        {
            await say.GiveBackAsync(cancel).ConfigureAwait(false);
            await SaveAsync(record, [], cancel).ConfigureAwait(false);
            return new RunResult.Busy(id, e.ExecutionId, e.Until, $"{e.Resource}");
        }
    }

    /// <summary>Nothing can be read: what that makes of each state.</summary>
    /// <param name="found">As the ledger had it.</param>
    private async Task<RunResult> WithoutCredentialsAsync(RunRequest request, ExecutionRecord found, ExecutionRecord record, string reason, CancellationToken cancel)
    {
        var unread = record with { Failure = reason };
        if (DeliveryTriage.Stays(request, record, unread))
        {
            return new RunResult.Looked(unread, await SaveAsync(found, [], cancel).ConfigureAwait(false));
        }

        switch (record.State)
        {
            // People were told what would be done: that it can't be read now changes nothing of it.
            case ExecutionState.Observed or ExecutionState.AwaitingApproval or ExecutionState.Refused when DeliveryTriage.KeepsWhatWasTold(request, record):
                return new RunResult.Withheld(await SaveAsync(found, [], cancel).ConfigureAwait(false), reason);

            // A person asked, or has approved: the plan that was shown is none any more, and this run has failed.
            case ExecutionState.Observed or ExecutionState.AwaitingApproval or ExecutionState.Refused:

            // Nothing was read yet, or a plan is recorded: the next delivery makes it, or goes on with it. Of what stands, whether it does is not known.
            case ExecutionState.Received or ExecutionState.Planned or ExecutionState.Applying or ExecutionState.Applied or ExecutionState.Failed or ExecutionState.Verified:
                return new RunResult.Ran(await FailAsync(record, reason, cancel).ConfigureAwait(false));

            // It is not contained and was to be again; the state says so, whatever the credentials.
            case ExecutionState.Regressed or ExecutionState.Drifted or ExecutionState.Released:
                return new RunResult.Withheld(await FailAsync(record, reason, cancel).ConfigureAwait(false), reason);
            case ExecutionState.Releasing:
                throw new InvalidOperationException($"execution {record.Id} is being released, and was taken up");
            default:
                throw new InvalidOperationException($"unknown execution state {record.State}");
        }
    }

    /// <summary>Whether the session has to reach farther than the finding says, as was seen when the plan was made.</summary>
    private static bool IsWider(ExecutionRecord planned, RunRequest request) =>
        planned.Resource.Detail(ResourceDetails.VpcId) is null && request.Resource.Detail(ResourceDetails.VpcId) is not null;

    /// <param name="found">As the ledger had it.</param>
    /// <param name="open">A session that reaches as far as a resource says.</param>
    /// <exception cref="ResourceBusyException">Before anything was changed or recorded.</exception>
    private async Task<RunResult> AnswerAsync(
        RunRequest request, RemediationRun run, ExecutionRecord found, Func<ResourceRef, Task<(AwsSession? Aws, string? Failure)>> open, CancellationToken cancel)
    {
        var record = found;
        if (record.State is ExecutionState.Verified or ExecutionState.Regressed or ExecutionState.Drifted)
        {
            var looked = await run.LookAsync(record, cancel).ConfigureAwait(false);
            if (looked.FirstOrDefault(c => c.ReadBack is null && c.Status != ChangeStatus.Gone) is { } unread)
            {
                // Unknown is not undone: the record stays as it is, and the next delivery looks again.
                return new RunResult.Withheld(
                    await SaveAsync(record, [], cancel).ConfigureAwait(false),
                    $"whether the containment still stands is not known: {unread.Change.Attribute} of {unread.Change.Target} {unread.Error}");
            }

            if (record.State == ExecutionState.Drifted || !looked.All(c => c.Status is ChangeStatus.Verified or ChangeStatus.Gone || c.Change.Optional))
            {
                record = RemediationRun.Drifted(record, looked, clock.GetUtcNow());
            }
            else if (record.State == ExecutionState.Regressed)
            {
                record = StandingLook.After(record, looked, clock.GetUtcNow());
            }
        }

        if (DeliveryTriage.IsUnfinished(record))
        {
            var held = await ledger.HoldAsync(record, cancel).ConfigureAwait(false);
            if (held.Busy is { } other)
            {
                await SaveAsync(held.Record, [], cancel).ConfigureAwait(false);
                return new RunResult.Busy(record.Id, other.Owner, other.Until, other.Resource);
            }

            var resumed = await ResumeAsync(run, held, cancel).ConfigureAwait(false);
            var asksForMore = DeliveryTriage.IsNewer(request.Finding, resumed) || DeliveryTriage.TellsMore(request.Finding, resumed) || DeliveryTriage.IsPartial(resumed);
            return resumed.State == ExecutionState.Verified && asksForMore && await RunAsync(request, cancel).ConfigureAwait(false) is not RunResult.AlreadyHandled and var more
                ? more
                : new RunResult.Ran(resumed);
        }

        var planned = await run.PlanAsync(record, cancel).ConfigureAwait(false);
        using var wider = planned.Record.State == ExecutionState.Planned && IsWider(planned.Record, request) ? (await open(planned.Record.Resource).ConfigureAwait(false)).Aws : null;
        if (wider is not null)
        {
            run.Use(wider);
        }

        return planned.Waits is { } wait
            ? await WaitAsync(request, found, wait, cancel).ConfigureAwait(false)
            : await GoOnAsync(request, run, found, record, planned, cancel).ConfigureAwait(false);
    }

    /// <summary>Applies what was planned, or ends with what was found.</summary>
    /// <param name="found">As the ledger had it.</param>
    /// <param name="before">As it was planned upon: Drifted where the containment no longer stands.</param>
    private async Task<RunResult> GoOnAsync(RunRequest request, RemediationRun run, ExecutionRecord found, ExecutionRecord before, PlannedRun planned, CancellationToken cancel)
    {
        var record = planned.Record;
        var drift = before.State == ExecutionState.Drifted && found.State == ExecutionState.Verified ? Outbox.ForDrift(before, record) : [];
        if (before.State == ExecutionState.Verified && planned.Unknown is { } unknown)
        {
            return new RunResult.Withheld(await SaveAsync(before, [], cancel).ConfigureAwait(false), $"whether the finding asks for more by now is not known: {unknown}");
        }

        if (before.State == ExecutionState.Verified && planned.AddsNothing)
        {
            // The playbooks of a person's workstation may be others than the deployed ones: a look confirms nothing for them.
            return new RunResult.AlreadyHandled(await SaveAsync(request.IsLook ? found : RemediationRun.Confirmed(before, record), [], cancel).ConfigureAwait(false));
        }

        if (DeliveryTriage.Stays(request, before, record))
        {
            return new RunResult.Looked(record, await SaveAsync(found, [], cancel).ConfigureAwait(false));
        }

        if (record is { State: ExecutionState.Failed, Failure: { } unread } && DeliveryTriage.KeepsWhatWasTold(request, before))
        {
            return new RunResult.Withheld(await SaveAsync(before, [], cancel).ConfigureAwait(false), unread);
        }

        if (record.State != ExecutionState.Planned)
        {
            return new RunResult.Ran(await EndAsync(before, record, drift, planned.News, cancel).ConfigureAwait(false));
        }

        record = await ledger.SaveAsync(record, drift, cancel).ConfigureAwait(false);
        return new RunResult.Ran(await FinishAsync(run, record, resumed: DeliveryTriage.IsDone(before), null, cancel).ConfigureAwait(false));
    }

    /// <summary>Goes on with a recorded plan.</summary>
    private async Task<ExecutionRecord> ResumeAsync(RemediationRun run, HeldResources held, CancellationToken cancel)
    {
        var record = await run.ExtendAsync(held, cancel).ConfigureAwait(false);
        record = await ledger.SaveAsync(record.Schedule(), await QuestionAsync(run, held.Record, record, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        return await FinishAsync(run, record, resumed: true, held.Record, cancel).ConfigureAwait(false);
    }

    /// <summary>The question about what is planned anew, with that plan in the place of the one on record; none where it was asked before.</summary>
    private async Task<IReadOnlyList<OutboxEntry>> QuestionAsync(RemediationRun run, ExecutionRecord before, ExecutionRecord record, CancellationToken cancel)
    {
        if (record.Approval is not { IsPending: true } asked || (before.Approval?.AskedAt, before.Approval?.Hash) == (asked.AskedAt, asked.Hash))
        {
            return [];
        }

        var others = record.Changes.Where(c => !asked.Changes.Any(a => a.Attribute == c.Change.Attribute && a.Target == c.Change.Target));
        var shown = record with { Verdict = new Verdict.NeedsApproval(asked.Because), Changes = [.. others, .. asked.Changes.Select(c => new ChangeRecord(c))] };
        return [.. Outbox.For(shown, NoticeKind.ApprovalNeeded, clock.GetUtcNow()), .. await run.NewsAsync(shown, cancel).ConfigureAwait(false)];
    }

    /// <summary>What ends the run before anything is read; null to go on.</summary>
    /// <param name="found">As the ledger had it: without the clock's answer to a question, which people hear of when it is acted upon.</param>
    private async Task<RunResult?> StopAsync(RunRequest request, Finding delivered, ExecutionRecord found, ExecutionRecord record, Verdict before, CancellationToken cancel)
    {
        if (DeliveryTriage.IsHeldBack(record) && DeliveryTriage.IsOlder(delivered, record) && !request.ByOperator)
        {
            return new RunResult.AlreadyHandled(await SaveAsync(found, [], cancel).ConfigureAwait(false));
        }

        if (DeliveryTriage.IsBeingReleased(record))
        {
            return new RunResult.Withheld(
                await SaveAsync(found, [], cancel).ConfigureAwait(false),
                $"a release of it has begun and is not finished; it is taken up by the next run of what is due, or by: remediator release {record.Id}");
        }

        if (DeliveryTriage.IsDone(record) && !await IsReasonToLookAgainAsync(request, record, before, cancel).ConfigureAwait(false))
        {
            // A question beside what was done, that nobody answered in time: the clock's answer is told as a person's is.
            var (settled, news) = found.Approval?.Rejection is null && Rejections.Take(record, clock.GetUtcNow()) is { } rejected ? rejected : (record, []);
            return new RunResult.AlreadyHandled(await SaveAsync(settled, news, cancel).ConfigureAwait(false));
        }

        var isAnsweredByClock = record.Approval?.Rejection?.Way == DecisionWay.Expiry;
        if (DeliveryTriage.OnlyWaitsForPeople(record) && !request.ByOperator && !(isAnsweredByClock && DeliveryTriage.IsNewer(request.Finding, record)))
        {
            // The clock's answer is told as a person's is, once.
            var (settled, news) = found.Approval?.Rejection is null && Rejections.Take(record, clock.GetUtcNow()) is { } rejected ? rejected : (found, []);
            return new RunResult.AlreadyHandled(await SaveAsync(settled, news, cancel).ConfigureAwait(false));
        }

        if (before is Verdict.Wait wait)
        {
            return await WaitAsync(request, DeliveryTriage.KeepsWhatWasTold(request, record) ? found : record, wait, cancel).ConfigureAwait(false);
        }

        if (!DeliveryTriage.IsUnfinished(record) || before is Verdict.Proceed)
        {
            return null;
        }

        var (withheld, hold) = ApprovalHold.Tell(record, before.Because, isTold: false, clock.GetUtcNow());
        return new RunResult.Withheld(
            await SaveAsync(withheld, hold, cancel).ConfigureAwait(false),
            $"an earlier delivery began to act and did not finish ({record.State}), and it is not taken up again: {before.Because}; {Advice.Enforce(record)}; {Advice.Release(record.Id)}");
    }

    /// <summary>What must be known could not be read: nothing is done, the count goes up, and the delivery comes again.</summary>
    private async Task<RunResult> WaitAsync(RunRequest request, ExecutionRecord record, Verdict.Wait wait, CancellationToken cancel)
    {
        if (DeliveryTriage.IsDone(record))
        {
            var (held, news) = ApprovalHold.Tell(record, wait.Reason, isTold: false, clock.GetUtcNow());
            return new RunResult.Withheld(await SaveAsync(held, news, cancel).ConfigureAwait(false), wait.Reason);
        }

        var counted = record with { UnreadDeliveries = record.UnreadDeliveries + 1 };
        return DeliveryTriage.KeepsWhatWasTold(request, record)
            ? new RunResult.Withheld(await SaveAsync(counted, [], cancel).ConfigureAwait(false), wait.Reason)
            : new RunResult.Ran(await FailAsync(counted, wait.Reason, cancel).ConfigureAwait(false));
    }

    /// <summary>A person who asks or has approved, or a version of the finding that is newer or tells more, is a reason to look whether the containment still stands and suffices.</summary>
    /// <remarks>What a person released stays released until a person asks or it occurs anew, what its time has ended until its threat is reported anew; an older version is never new work, nor is an equal one that tells nothing more.</remarks>
    private async Task<bool> IsReasonToLookAgainAsync(RunRequest request, ExecutionRecord record, Verdict before, CancellationToken cancel)
    {
        var isApproved = record.Approval is { IsGranted: true, AppliedAt: null };
        return record.State switch
        {
            ExecutionState.Released => request.ByOperator
                || (request.Finding.UpdatedAt > record.UpdatedAt
                    && (DeliveryTriage.IsActiveAgain(request.Finding, record) || DeliveryTriage.IsNewOccurrence(request.Finding, record, await ledger.FindUnmatchedAsync(record.Key.FindingId, cancel).ConfigureAwait(false)))),
            ExecutionState.Verified or ExecutionState.Regressed => (request.ByOperator || isApproved || DeliveryTriage.IsNewer(request.Finding, record) || DeliveryTriage.TellsMore(request.Finding, record) || DeliveryTriage.IsPartial(record)) && before is not Verdict.Refused,
            _ => (request.ByOperator || isApproved || DeliveryTriage.MayContainAgain(request.Finding, record)) && before is Verdict.Proceed or Verdict.Wait,
        };
    }

    /// <summary>Saves a plan that is not to be applied; people hear of it once.</summary>
    /// <remarks>What an earlier run changed stays on record with its values before, or nobody could undo it any more.</remarks>
    private Task<ExecutionRecord> EndAsync(ExecutionRecord before, ExecutionRecord planned, IReadOnlyList<OutboxEntry> drift, IReadOnlyList<OutboxEntry> more, CancellationToken cancel)
    {
        // A question that was asked before, about the same plan, is not asked twice; nor is the same verdict told twice, unless a release came between.
        var isNews = planned is { State: ExecutionState.AwaitingApproval, Approval: { } asked }
            ? (before.Approval?.AskedAt, before.Approval?.Hash) != (asked.AskedAt, asked.Hash)
            : before.State != planned.State && (planned.Verdict is null || before.State == ExecutionState.Released || before.Verdict != planned.Verdict);
        (planned, var hold) = ApprovalHold.Tell(planned, planned.Verdict?.Because ?? planned.Failure, isNews, clock.GetUtcNow());
        IReadOnlyList<OutboxEntry> news = [.. drift, .. isNews ? Outbox.For(planned) : [], .. hold, .. more];
        var kept = (before.State, planned.Verdict) switch
        {
            (ExecutionState.Drifted, { } verdict) => before with { Verdict = verdict, Approval = planned.Approval, Failure = $"changed since it was contained, and not contained again: {verdict.Because}" },
            (ExecutionState.Verified, { } verdict) => RemediationRun.Confirmed(before, planned) with { Verdict = verdict, Approval = planned.Approval },
            _ => planned,
        };
        return SaveAsync(kept, news, cancel);
    }

    /// <param name="last">How an earlier delivery left it; null for the first.</param>
    private async Task<ExecutionRecord> FinishAsync(RemediationRun run, ExecutionRecord record, bool resumed, ExecutionRecord? last, CancellationToken cancel)
    {
        record = await run.ApplyAsync(record, resumed, cancel).ConfigureAwait(false);
        record = await run.VerifyAsync(record, cancel).ConfigureAwait(false);

        // The same failure again is not news, nor that AWS is still at it; people were told of it.
        var isNews = record.State switch
        {
            ExecutionState.Failed => record.Failure != last?.Failure && !DeliveryTriage.OnlyWaitsForPeople(record),
            ExecutionState.Applied => (record.State, record.Failure) != (last?.State, last?.Failure),
            _ => true,
        };
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
        (record, var hold) = ApprovalHold.Tell(record with { Failure = failure }, failure, isNews, clock.GetUtcNow());
        return await SaveAsync(record, isNews ? Outbox.For(record, NoticeKind.Failed, clock.GetUtcNow()) : hold, cancel).ConfigureAwait(false);
    }

    /// <summary>A playbook without steps: people are told once, and nothing is read or changed.</summary>
    private async Task<RunResult> TellAsync(RunRequest request, string because, CancellationToken cancel)
    {
        var id = ExecutionIdentity.Of(request.Key);
        var claim = await ledger.ClaimAsync(Fresh(request, id), request.Worker, options.Lease, cancel).ConfigureAwait(false);
        if (claim is not ClaimResult.Claimed { Record: var found })
        {
            var busy = (ClaimResult.Busy)claim;
            return new RunResult.Busy(id, busy.Owner, busy.Until, busy.Resource);
        }

        var record = found with { By = request.Worker };
        if (record.State != ExecutionState.Received)
        {
            return new RunResult.AlreadyHandled(await SaveAsync(record, [], cancel).ConfigureAwait(false));
        }

        record = record.To(ExecutionState.Observed, clock.GetUtcNow()) with { Mode = PlaybookMode.Observe, Verdict = new Verdict.Observe(because) };
        return new RunResult.Ran(await SaveAsync(record, Outbox.For(record, NoticeKind.Reported), cancel).ConfigureAwait(false));
    }

    /// <summary>Those of an earlier version of the playbook that have changes on record: to finish them, or to look at them, needs their permissions.</summary>
    private static List<Remediation> Former(ExecutionRecord record, List<Remediation> remediations)
    {
        var former = new List<Remediation>();
        foreach (var change in record.Changes)
        {
            if (RemediationCatalogue.Get(change.Change.Step) is var remediation && !remediations.Contains(remediation) && !former.Contains(remediation))
            {
                former.Add(remediation);
            }
        }

        return former;
    }

    /// <summary>Saves and gives the lease back.</summary>
    private Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel) =>
        ledger.SaveAsync(record.Schedule() with { LeaseUntil = clock.GetUtcNow() }, outbox, cancel);

    private async Task<(AwsSession? Aws, string? Failure)> OpenAsync(RunRequest request, List<Remediation> remediations, IReadOnlyDictionary<string, string> names, string id, CancellationToken cancel)
    {
        // Not even a read is made with such an id: it could name something else, or widen the session's policy.
        if (!request.Resource.HasWellFormedId)
        {
            return (null, $"none were asked for, since the id of the resource is not one of a {request.Resource.Kind}");
        }

        try
        {
            return (await broker.OpenAsync(request.Finding, request.Resource, remediations, names, id, cancel).ConfigureAwait(false), null);
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
