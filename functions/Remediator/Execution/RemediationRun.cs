using System.Collections.Immutable;
using Remediator.Approvals;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Remediations;
using Remediator.Scheduling;

namespace Remediator.Execution;

/// <summary>The stages of one run, each from record to record; the runner saves between them.</summary>
internal sealed class RemediationRun(RunRequest request, AwsSession aws, IExecutionLedger ledger, RunControls controls, TimeProvider clock, RunnerOptions options)
{
    /// <summary>What is left of a plan that was taken up again needs people's word: the rest is finished first, and a plan of its own asks.</summary>
    private bool _asksNext;

    /// <summary>Why changes that others have overtaken are not made, and what to do about each, by its step.</summary>
    private readonly Dictionary<string, string> _advice = new(StringComparer.Ordinal);

    /// <summary>Who else has planned changes of what a plan that was taken up again changes.</summary>
    private IReadOnlyList<ExecutionRecord> _others = [];

    /// <summary>What the controls said to a plan that was taken up again and has more to do by now.</summary>
    private Decision? _extended;

    /// <summary>Reads, plans and asks the gate: Planned, or the state in which it ends.</summary>
    /// <returns>The record as it came, where the verdict is to wait: nothing that is recorded is given up for it.</returns>
    public async Task<PlannedRun> PlanAsync(ExecutionRecord record, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var context = Context(record, now);
        var (planned, decided) = (StepPlanner.PlanAsync(request.Playbook.Steps, context, request.Playbook.EvidenceFirst, cancel), controls.DecideAsync(cancel));
        var joint = await planned.ConfigureAwait(false);
        var plan = PlanHash.Of(request.Finding.Account, request.Finding.Region, record.Key, request.Playbook.Version, joint.Steps, joint.Changes);
        var decision = (await decided.ConfigureAwait(false)).With(joint, controls.ApprovalOf(plan));
        var isNewer = request.Finding.UpdatedAt > record.Finding.UpdatedAt;
        var verdict = ApprovalRules.Consider(controls.Approval, decision.Verdict, plan, isNewer, request.ModeIsAsked);
        var addsNothing = joint.Changes.All(c => c.IsSatisfied || record.Changes.Any(e => IsDone(c, e)));
        var changesNothing = addsNothing && (record.State == ExecutionState.Verified || joint.Changes.All(c => c.IsSatisfied));
        if (verdict is Verdict.Proceed && !changesNothing)
        {
            decision = await controls.CountAsync(decision, joint.Changes.Count(c => !c.IsSatisfied), cancel).ConfigureAwait(false);
            verdict = decision.Verdict;
        }

        if (verdict is Verdict.Wait wait && !joint.NothingKnown)
        {
            await controls.GiveBackAsync(cancel).ConfigureAwait(false);
            return new PlannedRun(record, wait, []);
        }

        var earlier = record;
        IEnumerable<ChangeRecord> standing = earlier.State switch
        {
            ExecutionState.Verified => record.Changes,
            ExecutionState.Drifted => record.Changes.Where(c => c.Status == ChangeStatus.Verified && !c.Change.IsSatisfied),
            _ => [],
        };
        if (record.State != ExecutionState.Received)
        {
            record = record.To(ExecutionState.Received, now);
        }

        record = record with
        {
            Finding = request.Finding,
            Resource = Reached(request.Resource, context.Vpcs) with { Tags = joint.Tags is TagReading.Known live ? live.Tags : request.Resource.Tags },
            PlaybookTitle = request.Playbook.Title,
            PlaybookVersion = request.Playbook.Version,
            Mode = decision.Mode,
            Notify = request.Playbook.Notify,
            PlannedAt = now,
            Corroboration = request.Corroboration,
            Steps = earlier.State == ExecutionState.Verified ? Join(joint.Steps, earlier.Steps) : joint.Steps,
            Changes = Join(joint.Changes, standing, Written(earlier, now), now),
            Verdict = null,
            Failure = null,
            UnreadDeliveries = decision.UnreadDeliveries,
        };
        if (verdict is not Verdict.Proceed || joint.NothingApplies || joint.NothingKnown || changesNothing)
        {
            await controls.GiveBackAsync(cancel).ConfigureAwait(false);
        }

        if (joint.NothingApplies)
        {
            var reason = joint.Reasons(StepOutcome.NotApplicable);
            record = record.To(ExecutionState.Refused, now) with { Approval = ApprovalRules.Moot(record.Approval), Verdict = new Verdict.Refused($"nothing in {request.Playbook.Id} applies: {reason}") };
            return Planned(record with { Steps = await TellAsync(record, cancel).ConfigureAwait(false) }, []);
        }

        if (joint.NothingKnown)
        {
            return Planned(record.To(ExecutionState.Failed, now) with { Failure = $"the live state could not be read, so nothing was changed: {joint.Reasons(StepOutcome.Unknown)}" }, []);
        }

        var approval = ApprovalRules.After(controls.Approval, verdict, plan, joint.Changes, ApprovalRules.TermsOf(request.Playbook, decision.SilenceMayProceed), now) ?? ApprovalRules.Moot(record.Approval);
        record = (record.To(StateAfter(verdict), now) with { Verdict = verdict, Approval = approval }).Schedule();
        if (record.State != ExecutionState.Planned)
        {
            record = record with { Steps = await TellAsync(record, cancel).ConfigureAwait(false) };
        }

        return Planned(record, await controls.NewsAsync(decision, record, cancel).ConfigureAwait(false));

        PlannedRun Planned(ExecutionRecord planned, IReadOnlyList<OutboxEntry> news) => new(planned, null, news)
        {
            AddsNothing = addsNothing,
            Unknown = joint.Steps.Any(s => s.Outcome == StepOutcome.Unknown) ? joint.Reasons(StepOutcome.Unknown) : null,
        };
    }

    /// <summary>What people are told besides the question about what is planned anew.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> NewsAsync(ExecutionRecord asking, CancellationToken cancel) =>
        _extended is { } decision ? await controls.NewsAsync(decision, asking, cancel).ConfigureAwait(false) : [];

    /// <summary>From now on with a session that reaches more.</summary>
    public void Use(AwsSession wider) => aws = wider;

    /// <summary>A session keeps to the one VPC that the finding names: without it where the live instance is in others as well.</summary>
    private static ResourceRef Reached(ResourceRef resource, ImmutableArray<string> vpcs) =>
        resource.Detail(ResourceDetails.VpcId) is { } named && vpcs.Any(v => v != named) ? resource with { Details = resource.Details.Remove(ResourceDetails.VpcId) } : resource;

    /// <summary>The record of what was looked at and no longer stands.</summary>
    public static ExecutionRecord Drifted(ExecutionRecord record, ImmutableArray<ChangeRecord> looked, DateTimeOffset now) =>
        record.To(ExecutionState.Drifted, now) with
        {
            Changes = StandingLook.Marked(looked),
        };

    /// <summary>The record of what still stands, with the newer version of the finding that it was held against.</summary>
    public static ExecutionRecord Confirmed(ExecutionRecord record, ExecutionRecord newer) =>
        record with
        {
            Finding = newer.Finding,
            Resource = newer.Resource,
            PlaybookTitle = newer.PlaybookTitle,
            PlaybookVersion = newer.PlaybookVersion,
            Corroboration = newer.Corroboration,
            Steps = [.. record.Steps.Select(s => s.Outcome == StepOutcome.Unknown ? newer.Steps.FirstOrDefault(n => n.Remediation == s.Remediation) ?? s : s)],
            Failure = null,
        };

    /// <inheritdoc cref="StandingLook.ReadAsync"/>
    public Task<ImmutableArray<ChangeRecord>> LookAsync(ExecutionRecord record, CancellationToken cancel) =>
        new StandingLook(aws, ledger).ReadAsync(record, cancel);

    /// <summary>The planned changes, and those of an earlier run that they do not mention: what is in place already is planned no more, but must be undone.</summary>
    /// <param name="standing">Of those, what still stands.</param>
    /// <param name="written">Of those, what may have been written and was not put back.</param>
    private static ImmutableArray<ChangeRecord> Join(ImmutableArray<Change> planned, IEnumerable<ChangeRecord> standing, IEnumerable<ChangeRecord> written, DateTimeOffset now)
    {
        var (known, first) = (standing.ToList(), written.ToList());
        return
        [
            .. planned.Select(c => KeepingFirst(c, first, now)),
            .. known.Where(e => !planned.Any(c => IsSame(c, e.Change))).Select(e => e with { Change = e.Change with { After = e.Written ?? e.Change.After } }),
        ];
    }

    /// <summary>What an earlier run may have written, and nobody has put back or changed since.</summary>
    /// <remarks>A write was begun only where changes were made: of what was only shown nothing is midway.</remarks>
    private static IEnumerable<ChangeRecord> Written(ExecutionRecord earlier, DateTimeOffset now) =>
        earlier.Changes
            .Select(c => earlier.State is ExecutionState.Verified or ExecutionState.Drifted ? c : c.Whole(now))
            .Where(c => c.Status is not (ChangeStatus.Released or ChangeStatus.Gone) && (c.Status != ChangeStatus.Drifted || c.IsMidway));

    /// <summary>Where the live value is what an earlier run wrote, or left midway, the value before that run is what an undo must restore.</summary>
    private static ChangeRecord KeepingFirst(Change change, IEnumerable<ChangeRecord> earlier, DateTimeOffset now) =>
        earlier.FirstOrDefault(e => IsSame(change, e.Change) && IsLeftBy(e, change.Before)) is { } first
            ? new ChangeRecord(change with { Before = first.Change.Before }, Written: first.Written == change.After ? first.Written : null)
            {
                At = first.At,
                MidwayUntil = first.MidwayUntil,
                Upon = change.Before == first.Change.Before ? null : change.Before,
            }
            : new ChangeRecord(change) { At = now, MidwayUntil = change.IsSatisfied ? null : DateTimeOffset.MaxValue };

    private static bool IsLeftBy(ChangeRecord earlier, AttributeValue live)
    {
        var attribute = AttributeCatalogue.Get(earlier.Change.Attribute);
        return (earlier.Written is { } written && earlier.Status != ChangeStatus.Drifted && attribute.Matches(live, written))
            || (earlier.IsMidway && earlier.IsBegun(attribute, earlier.Written ?? earlier.Change.After, live));
    }

    /// <summary>Steps that were planned before keep what is said of them where nothing more is planned now.</summary>
    private static ImmutableArray<StepRecord> Join(ImmutableArray<StepRecord> now, ImmutableArray<StepRecord> earlier) =>
    [
        .. now.Select(s => s.Outcome == StepOutcome.Planned ? s : earlier.FirstOrDefault(e => e.Remediation == s.Remediation && e.Outcome == StepOutcome.Planned) ?? s),
        .. earlier.Where(e => now.All(s => s.Remediation != e.Remediation)),
    ];

    /// <summary>Whether an earlier run made this very change, which was looked at and stands, or tried its best.</summary>
    private static bool IsDone(Change change, ChangeRecord earlier) =>
        IsSame(change, earlier.Change) && (earlier.Status == ChangeStatus.Verified || earlier.Change.Optional)
        && (change.After == earlier.Change.After || (earlier.Written is { } written && AttributeCatalogue.Get(change.Attribute).Matches(written, change.After)));

    private static bool IsSame(Change one, Change other) => one.Attribute == other.Attribute && one.Target == other.Target;

    /// <summary>A recorded plan, taken up again: steps that could not be planned then are planned now, changes that were in place then and no longer are, and those of what others have changed since.</summary>
    /// <param name="held">With the leases of all that it changes, so that what is read here is what is written upon.</param>
    public async Task<ExecutionRecord> ExtendAsync(HeldResources held, CancellationToken cancel)
    {
        var (record, now) = (held.Record, clock.GetUtcNow());
        _others = held.Others;
        var lost = await NoLongerInPlaceAsync(record, cancel).ConfigureAwait(false);
        var written = record with { Changes = await ReleaseRunner.FillAsync(aws, record.Changes, cancel).ConfigureAwait(false) };
        var overtaken = await OvertakenAsync(written, cancel).ConfigureAwait(false);

        // Of a step that the playbook has no more nothing is wanted, and what needed no write needs no undo.
        record = record with { Changes = [.. record.Changes.Where(r => !lost.Any(l => IsSame(l, r.Change)) || request.Playbook.Steps.Any(s => s.Remediation == r.Change.Step))] };
        var again = record.Steps.Where(s => s.Outcome == StepOutcome.Unknown).Select(s => s.Remediation).Concat(lost.Concat(overtaken).Select(c => c.Step)).ToHashSet(StringComparer.Ordinal);
        if (again.Count > 0)
        {
            var joint = await StepPlanner.PlanAsync([.. request.Playbook.Steps.Where(s => again.Contains(s.Remediation))], Context(record, now), request.Playbook.EvidenceFirst, cancel).ConfigureAwait(false);

            // What was planned anew and comes to the same values is what the gate, or people, let pass.
            var comesToTheSame = joint.Changes.All(c => c.IsSatisfied || record.Changes.Any(r => IsSame(r.Change, c) && r.Change.After == c.After && !lost.Contains(r.Change)));
            var isSame = comesToTheSame && joint.Steps.All(s => s.Outcome is StepOutcome.Planned or StepOutcome.AlreadyCompliant);
            var asks = !isSame && joint.Changes.Any(c => overtaken.Any(o => IsSame(o, c)));

            // What the plan on record has as well is finished meanwhile: the question is about the rest, and stays the same.
            ImmutableArray<Change> open = [.. joint.Changes.Where(c => overtaken.Concat(lost).Any(o => IsSame(o, c)) || !record.Changes.Any(r => IsSame(r.Change, c) && (c.IsSatisfied || r.Change.After == c.After)))];
            var plan = PlanHash.Of(request.Finding.Account, request.Finding.Region, record.Key, request.Playbook.Version, joint.Steps, open);
            var further = joint.Changes.Count(c => !c.IsSatisfied && !record.Changes.Any(r => IsSame(r.Change, c) && !r.Change.IsSatisfied));
            _extended = await controls.ExtendAsync(joint, isSame ? PlanApproval.ByPeople : asks ? controls.ApprovalOf(plan) : PlanApproval.None, further, cancel).ConfigureAwait(false);
            var verdict = _extended.Verdict;
            if (asks)
            {
                (verdict, record) = Ask(record, _extended, plan, open, again, now);
            }

            Advise(record, verdict, joint, overtaken);
            if (verdict is not Verdict.Proceed)
            {
                await controls.GiveBackAsync(cancel).ConfigureAwait(false);
                _asksNext = verdict is Verdict.NeedsApproval;
                joint = new JointPlan([.. joint.Steps.Select(s => s with { Outcome = StepOutcome.Unknown, Reason = verdict.Because })], [], joint.Tags);
            }

            // Of what may be half made the plan on record is the one that knows the values before.
            // What was lost was never written, so the plan that asks people has it, and this one goes on without.
            ImmutableArray<ChangeRecord> recorded = [.. record.Changes.Where(r => !lost.Any(l => IsSame(l, r.Change)))];
            var kept = _asksNext ? recorded : record.Changes;
            var anew = joint.Changes.Where(c => overtaken.Any(o => IsSame(o, c))).Select(c => Anew(written, c, now)).ToList();
            kept = [.. kept.Where(r => !anew.Exists(a => IsSame(a.Change, r.Change)))];
            record = record with
            {
                // A plan that waits is none yet: what it took in budgets, the same one finds next time.
                PlannedAt = verdict is Verdict.Wait ? record.PlannedAt : now,
                Steps = [.. record.Steps.Select(s => joint.Steps.FirstOrDefault(j => j.Remediation == s.Remediation && (j.Outcome, s.Outcome) != (StepOutcome.AlreadyCompliant, StepOutcome.Planned)) ?? s)],
                Changes = [.. Join([.. joint.Changes.Where(c => !recorded.Any(r => IsSame(r.Change, c)))], kept, kept, now), .. anew],
            };
        }

        return record.State is ExecutionState.Failed or ExecutionState.Applied ? record.To(ExecutionState.Planned, now) : record;
    }

    /// <summary>What people said, or are asked now, of a plan upon what others have made of its values since.</summary>
    private (Verdict Verdict, ExecutionRecord Record) Ask(ExecutionRecord record, Decision decision, string plan, ImmutableArray<Change> open, HashSet<string> again, DateTimeOffset now)
    {
        // The question before was about all steps; this one is about those that are planned anew.
        var prior = controls.Approval is { } asked ? asked with { Changes = [.. asked.Changes.Where(c => again.Contains(c.Step))] } : null;
        var verdict = ApprovalRules.Consider(prior, decision.Verdict, plan, DeliveryTriage.IsNewer(request.Finding, record), request.ModeIsAsked);
        return verdict is Verdict.NeedsApproval || controls.ApprovalOf(plan) != PlanApproval.None
            ? (verdict, record with { Approval = ApprovalRules.After(prior, verdict, plan, open, ApprovalRules.TermsOf(request.Playbook, decision.SilenceMayProceed), now) ?? record.Approval })
            : (verdict, record);
    }

    /// <summary>What becomes of changes that others have overtaken, where they are not planned anew.</summary>
    private void Advise(ExecutionRecord record, Verdict verdict, JointPlan joint, IReadOnlyList<Change> overtaken)
    {
        var release = Advice.Release(record.Id);
        foreach (var step in overtaken.Select(o => o.Step))
        {
            _advice[step] =
                !request.Playbook.Steps.Any(s => s.Remediation == step) ? $"playbook {request.Playbook.Id} no longer has the step {step}, so it is not planned anew; {release}"
                : verdict is Verdict.NeedsApproval ? "people are asked about the plan upon what it is now"
                : verdict is not Verdict.Proceed ? $"it is not planned anew: {verdict.Because}; {release}; {Advice.Enforce(record)}"
                : joint.Steps.Any(s => s.Remediation == step && s.Outcome == StepOutcome.Unknown) ? "the next delivery plans it anew"
                : $"there is no plan upon what it is now; {release}";
        }
    }

    /// <summary>A change of the plan on record, planned anew upon what others have made of its value since; the value before stays that of the chain.</summary>
    /// <param name="record">With what it may have written, as far as that is known.</param>
    private ChangeRecord Anew(ExecutionRecord record, Change change, DateTimeOffset now)
    {
        var recorded = record.Changes.First(r => IsSame(r.Change, change));
        var original = ValueHistory.Of(record, recorded, SharedChanges.Same(recorded, _others)).OriginalOf(change.Before, now);
        return new ChangeRecord(change with { Before = original })
        {
            At = now,
            MidwayUntil = original == change.After ? null : DateTimeOffset.MaxValue,
            Upon = original == change.Before ? null : change.Before,
        };
    }

    /// <summary>Changes whose values others have changed since they were planned.</summary>
    /// <remarks>What can't be read, or can't be planned anew, is left to the applier, which does not make it.</remarks>
    private async Task<IReadOnlyList<Change>> OvertakenAsync(ExecutionRecord record, CancellationToken cancel)
    {
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var looked = await Task.WhenAll(record.Changes.Where(c => !c.Change.IsSatisfied).Select(async c =>
        {
            try
            {
                // What refers to something that is not there, or can't be read, waits until it is.
                var (attribute, wanted) = (AttributeCatalogue.Get(c.Change.Attribute), c.Written ?? c.Change.After);
                return References.Resolve(wanted, none) is not null
                    && ResumedWrite.Obstacle(c, wanted, await attribute.ReadAsync(aws, c.Change.Target, cancel).ConfigureAwait(false), _others) is not null
                    && await attribute.IsComingAsync(aws, c.Change.Target, wanted, cancel).ConfigureAwait(false) is null
                        ? c.Change
                        : null;
            }
            catch (Exception e) when (AwsFailure.IsExpected(e))
            {
                return null;
            }
        })).ConfigureAwait(false);
        return [.. looked.OfType<Change>()];
    }

    /// <summary>Changes that needed no write when they were planned, and need one now: their values before are not on record.</summary>
    /// <remarks>What can't be read is left to the applier, which reads it again and fails.</remarks>
    private async Task<IReadOnlyList<Change>> NoLongerInPlaceAsync(ExecutionRecord record, CancellationToken cancel)
    {
        ImmutableArray<ChangeRecord> satisfied = [.. record.Changes.Where(c => c.Change.IsSatisfied).Select(c => new ChangeRecord(c.Change))];
        var looked = await new ChangeVerifier(aws).LookAsync(satisfied, cancel).ConfigureAwait(false);
        return [.. looked.Where(c => c is { Status: ChangeStatus.Failed, ReadBack: not null }).Select(c => c.Change)];
    }

    public async Task<ExecutionRecord> ApplyAsync(ExecutionRecord record, bool resumed, CancellationToken cancel)
    {
        if (record.State == ExecutionState.Planned)
        {
            record = record.To(ExecutionState.Applying, clock.GetUtcNow());
        }

        var fence = new LeaseFence(ledger, record, clock, options);
        var changes = await new ChangeApplier(aws, record.Id, fence, _others, _advice, Deadline(() => fence.Held)).ApplyAsync(record.Changes, resumed, cancel).ConfigureAwait(false);
        return fence.Held.To(ExecutionState.Applied, clock.GetUtcNow()) with { Changes = changes };
    }

    public async Task<ExecutionRecord> VerifyAsync(ExecutionRecord record, CancellationToken cancel)
    {
        var leased = record;
        var (verifying, telling) = (new ChangeVerifier(aws).VerifyAsync(record.Changes, Deadline(() => leased), cancel), TellAsync(record, cancel));
        await Task.WhenAll(verifying, telling).ConfigureAwait(false);
        var changes = await verifying.ConfigureAwait(false);
        record = record with { Steps = await telling.ConfigureAwait(false) };
        var failed = changes.Where(c => c.Status != ChangeStatus.Verified && !c.Change.Optional).ToList();
        var unread = _asksNext ? [] : record.Steps.Where(s => s.Outcome == StepOutcome.Unknown).ToList();
        record = record with { Changes = [.. changes.Select(c => c.Status == ChangeStatus.Verified ? c.Whole(clock.GetUtcNow()) : c)] };
        if (failed.Count == 0 && unread.Count == 0)
        {
            var (held, holds) = await HoldsAsync(record, cancel).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            return LookSchedule.Begin(ReleaseSchedule.Begin(held.To(ExecutionState.Verified, now) with { Failure = null }, request.Playbook, holds, now), now);
        }

        var reasons = failed.Select(c => $"{c.Change.Step}, {c.Change.Attribute} of {c.Change.Target}: {c.Error}")
            .Concat(unread.Select(s => $"{s.Remediation}: {s.Reason}"));
        if (unread.Count == 0 && failed.TrueForAll(c => c.Status == ChangeStatus.Applied))
        {
            // What was asked for is under way, and neither proved nor failed: the next delivery looks again.
            return record with { Failure = string.Join("; ", reasons) };
        }

        return record.To(ExecutionState.Failed, clock.GetUtcNow()) with { Failure = string.Join("; ", reasons) };
    }

    /// <summary>Whether there is something that a release would put back: of what was in place already, the ledger knows who made it.</summary>
    private async Task<(ExecutionRecord Record, bool Holds)> HoldsAsync(ExecutionRecord record, CancellationToken cancel)
    {
        if (record.Changes.Any(c => c.IsUndoable) || (request.Playbook.ReleaseAfter is null && record.Release is null))
        {
            return (record, true);
        }

        var held = await ledger.HoldAsync(record, cancel).ConfigureAwait(false);
        return (held.Record, held.Busy is not null || SharedChanges.Holds(held.Record, held.Others));
    }

    private ConsistencyDeadline Deadline(Func<ExecutionRecord> held) => new(clock, options, held, request.Until);

    private Task<ImmutableArray<StepRecord>> TellAsync(ExecutionRecord record, CancellationToken cancel) =>
        StepPlanner.TellAsync(request.Playbook.Steps, Context(record, clock.GetUtcNow()), record.Steps, cancel);

    private ObserveContext Context(ExecutionRecord record, DateTimeOffset now) =>
        new(aws, new PlanContext(request.Finding, request.Resource, record.Id, now)
        {
            ProtectedTags = options.ProtectedTags,
            Made = DeliveryTriage.IsHeldBack(record) ? [] : [.. record.Changes.Where(c => !c.Change.IsSatisfied && c.Status is not (ChangeStatus.Drifted or ChangeStatus.Released or ChangeStatus.Gone)).Select(c => c.Change)],
        });

    private static ExecutionState StateAfter(Verdict verdict) => verdict switch
    {
        Verdict.Proceed => ExecutionState.Planned,
        Verdict.Observe => ExecutionState.Observed,
        Verdict.NeedsApproval => ExecutionState.AwaitingApproval,
        Verdict.Refused => ExecutionState.Refused,
        Verdict.Wait => throw new InvalidOperationException("what waits is not planned"),
        _ => throw new InvalidOperationException($"unknown verdict {verdict.GetType().Name}"),
    };
}

/// <summary>What planning came to.</summary>
/// <param name="Waits">Why the delivery has to come again; null where the plan was made.</param>
/// <param name="News">What people are told besides the outcome.</param>
internal sealed record PlannedRun(ExecutionRecord Record, Verdict.Wait? Waits, IReadOnlyList<OutboxEntry> News)
{
    /// <summary>All that is planned is in place already.</summary>
    public bool AddsNothing { get; init; }

    /// <summary>Why the plan may lack something; null where every step could be planned.</summary>
    public string? Unknown { get; init; }
}
