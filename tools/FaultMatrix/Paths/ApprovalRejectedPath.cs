using Remediator.Approvals;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A person rejects: nothing is changed, and that is told once.</summary>
internal sealed class ApprovalRejectedPath(RemediationScenario scenario) : ApprovalPath("rejected", scenario)
{
    public ApprovalRejectedPath()
        : this(Usual)
    {
    }

    protected override IEnumerable<EnginePath> Family => [this, .. Others.Select(o => new ApprovalRejectedPath(o))];

    public override void Prepare(World world) => Ask(world);

    public override void Go(World world) => Answer(world, DecisionKind.Reject);

    protected override void Check(World world, Checks checks, FaultKind? kind, ExecutionRecord record)
    {
        checks.Ended(record, ExecutionState.Refused);
        checks.Exactly(1, NoticeKind.ApprovalNeeded);
        checks.Exactly(1, NoticeKind.Refused);
        Unchanged(world, checks);
    }
}
