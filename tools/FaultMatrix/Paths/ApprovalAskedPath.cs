using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Paths;

/// <summary>The question: it is asked once, and nothing is changed.</summary>
internal sealed class ApprovalAskedPath(RemediationScenario scenario) : ApprovalPath("asked", scenario)
{
    public ApprovalAskedPath()
        : this(Usual)
    {
    }

    protected override IEnumerable<EnginePath> Family => [this, .. Others.Select(o => new ApprovalAskedPath(o))];

    public override void Go(World world) => Ask(world);

    /// <summary>A question waits for hours.</summary>
    public override void Afterwards(World world)
    {
    }

    protected override void Check(World world, Checks checks, FaultKind? kind, ExecutionRecord record)
    {
        checks.Ended(record, ExecutionState.AwaitingApproval);
        checks.Exactly(1, NoticeKind.ApprovalNeeded);
        Unchanged(world, checks);
    }
}
