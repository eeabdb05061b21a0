using Remediator.Execution;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Paths;

/// <summary>The question: it is asked once, and nothing is changed.</summary>
internal sealed class ApprovalAskedPath : ApprovalPath
{
    public override string Name => "approve, asked";

    public override void Go(World world) => Ask(world);

    protected override void Check(World world, Checks checks, ExecutionRecord record)
    {
        checks.Ended(record, ExecutionState.AwaitingApproval);
        checks.Exactly(1, NoticeKind.ApprovalNeeded);
        Unchanged(world, checks);
    }
}
