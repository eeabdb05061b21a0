using Remediator.Approvals;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A person approves: the plan that was shown is applied, once.</summary>
internal sealed class ApprovalGrantedPath(RemediationScenario scenario) : ApprovalPath("granted", scenario)
{
    private readonly bool _strikesLooks = scenario == Irreversible;

    public ApprovalGrantedPath()
        : this(Usual)
    {
    }

    protected override IEnumerable<EnginePath> Family => [this, .. Others.Select(o => new ApprovalGrantedPath(o))];

    public override void Prepare(World world) => Ask(world);

    public override void Go(World world)
    {
        Answer(world, DecisionKind.Approve);
        if (_strikesLooks)
        {
            PatrolLater(world);
        }
    }

    public override void Afterwards(World world)
    {
        if (!_strikesLooks)
        {
            PatrolLater(world);
        }
    }

    protected override void Check(World world, Checks checks, FaultKind? kind, ExecutionRecord record)
    {
        checks.Ended(record, ExecutionState.Verified);
        checks.Exactly(1, NoticeKind.ApprovalNeeded);
        checks.Exactly(1, NoticeKind.Contained);
        if (record.Approval is not { AppliedAt: not null, Decisions: [_] })
        {
            checks.Add($"{record.Approval?.Decisions.Length} decisions are recorded, applied at {record.Approval?.AppliedAt:O}");
        }
    }
}
