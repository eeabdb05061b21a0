using System.Collections.Immutable;
using Remediator.Approvals;
using Remediator.Controls;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Execution;

/// <summary>What the controls say to one run, from before anything is read until the plan is there.</summary>
internal sealed class RunControls(RunRequest request, ExecutionRecord record, ControlsReading reading, ControlSource source, RunnerOptions options, TimeProvider clock, DateTimeOffset now)
{
    private readonly BudgetPlaces _places = new(source.Budgets, record, clock, options);
    private readonly Approval? _approval = ApprovalRules.Standing(record, now);

    /// <summary>What would be if all that is still to be read turned out well: whether it is worth beginning, or going on.</summary>
    /// <remarks>Of a recorded plan it was decided before that it may do what can't be undone.</remarks>
    public Verdict Before => SafetyGate.Review(Input with
    {
        Changes = [.. record.Changes.Select(c => c.Change with { Irreversible = false })],
        Organization = new OrganizationReading.Known([]),
        Budget = new BudgetReading.Within(),
    });

    private GateInput Input => new(request.Finding, request.Playbook, request.Mode, TagReading.None, [], options.ProtectedTags)
    {
        Controls = reading,
        Now = now,
        Budget = new BudgetReading.Unknown("it was not asked for"),
        Resources = [request.Resource],
        OwnNames = options.OwnNames,
        ModeIsAsked = request.ModeIsAsked,
        Approved = _approval?.Answer ?? PlanApproval.None,
        FailedDeliveries = record.UnreadDeliveries + 1,
        PatientDeliveries = options.PatientDeliveries,
    };

    /// <summary>Takes places in budgets of executions and asks for the organization, where the plan could lead to a change; beside the reads of the plan.</summary>
    public async Task<Decision> DecideAsync(CancellationToken cancel)
    {
        if (reading is not ControlsReading.Known { Controls: var controls })
        {
            return new Decision(Input);
        }

        var organization = OrganizationAsync(controls, cancel);
        var budget = SafetyGate.Review(Input with { Organization = new OrganizationReading.Known([]), Budget = new BudgetReading.Within() }) is Verdict.Proceed
            ? await _places.TakeAsync(BudgetsOf(BudgetCount.Executions), 0, cancel).ConfigureAwait(false)
            : new BudgetReading.Within();
        return new Decision(Input with { Budget = budget, Organization = await organization.ConfigureAwait(false) });
    }

    /// <summary>Takes places in budgets of changes for what would be made, where nothing else stands in the way.</summary>
    /// <param name="changes">How many that are not counted yet.</param>
    public async Task<Decision> CountAsync(Decision decision, int changes, CancellationToken cancel) =>
        changes > 0 && decision is { Verdict: Verdict.Proceed, Input.Budget: BudgetReading.Within } && BudgetsOf(BudgetCount.Changes) is { IsEmpty: false } claims
            ? new Decision(decision.Input with { Budget = await _places.TakeAsync(claims, changes, cancel).ConfigureAwait(false) })
            : decision;

    /// <summary>For steps that are added to a recorded plan, which has its places: they take those of their changes. What people approved did not hold them.</summary>
    /// <param name="approved">Who has approved it after all.</param>
    /// <param name="changes">How many the plan on record does not count.</param>
    public Task<Decision> ExtendAsync(JointPlan joint, PlanApproval approved, int changes, CancellationToken cancel) =>
        CountAsync(new Decision(Input with { Budget = new BudgetReading.Within(), Organization = new OrganizationReading.Known([]) }).With(joint, approved), changes, cancel);

    /// <summary>What people were asked, or answered, about this execution before.</summary>
    public Approval? Approval => _approval;

    /// <summary>Who has approved this very plan, where it was not applied yet.</summary>
    public PlanApproval ApprovalOf(string plan) => _approval is { AppliedAt: null } approval && approval.Hash == plan ? approval.Answer : PlanApproval.None;

    public Task GiveBackAsync(CancellationToken cancel) => _places.GiveBackAsync(cancel);

    /// <summary>That a budget is used up is said once for its window.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> NewsAsync(Decision decision, ExecutionRecord planned, CancellationToken cancel) =>
        decision.Breach is { } claim && await _places.TellsAsync(claim, cancel).ConfigureAwait(false) ? Outbox.ForBudget(planned, claim) : [];

    private ImmutableArray<BudgetClaim> BudgetsOf(BudgetCount count) =>
        reading is ControlsReading.Known { Controls: var controls } ? controls.BudgetsOf(request.Finding, request.Playbook, count, now) : [];

    private Task<OrganizationReading> OrganizationAsync(ControlsSnapshot controls, CancellationToken cancel) =>
        controls.AsksForOrganization(request.Finding, now)
            ? source.Organization.ReadAsync(request.Finding.Account, cancel)
            : Task.FromResult(OrganizationReading.NotRead);
}

/// <summary>All that the gate is given, and what follows from its verdict.</summary>
internal sealed record Decision(GateInput Input)
{
    public Verdict Verdict { get; } = SafetyGate.Review(Input);

    public PlaybookMode Mode => SafetyGate.ModeOf(Input).Mode;

    /// <summary>The budget without which it would have proceeded.</summary>
    public BudgetClaim? Breach =>
        Input.Budget is BudgetReading.UsedUp used && Verdict is Verdict.NeedsApproval && SafetyGate.Review(Input with { Budget = new BudgetReading.Within() }) is Verdict.Proceed
            ? used.Claim
            : null;

    /// <summary>The count for the record: it goes on as long as something can't be read.</summary>
    public int UnreadDeliveries => SafetyGate.Review(Input with { PatientDeliveries = int.MaxValue }) is Verdict.Wait ? Input.FailedDeliveries : 0;

    /// <summary>Whether that nobody decides in time may stand for a yes, as far as can be told now.</summary>
    public bool SilenceMayProceed => SafetyGate.Review(Input with { Approved = PlanApproval.BySilence }) is Verdict.Proceed;

    public Decision With(JointPlan joint, PlanApproval approved) =>
        new(Input with { Tags = joint.Tags, Changes = joint.Changes, Touched = joint.Touched, Approved = approved });
}
