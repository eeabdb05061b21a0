using Remediator.Approvals;
using Remediator.Execution;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A person approves: the plan that was shown is applied, once.</summary>
internal sealed class ApprovalGrantedPath : ApprovalPath
{
    public override string Name => "approve, granted";

    public override void Prepare(World world) => Ask(world);

    public override void Go(World world) => Answer(world, DecisionKind.Approve);

    protected override void Check(World world, Checks checks, ExecutionRecord record)
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
