using Remediator.Approvals;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Paths;

/// <summary>The user gets another key between question and answer: people are asked again, and only what they then approve is applied.</summary>
internal sealed class ApprovalOvertakenPath() : ApprovalPath("plan changed", Usual)
{
    public override void Prepare(World world)
    {
        Ask(world);
        world.ChangeOutside(account => account.Users["alice"].AccessKeys["AKIAI33QH8DHBEXAMPLE"] = new AccessKey());
    }

    public override void Go(World world)
    {
        Answer(world, DecisionKind.Approve);
        PatrolLater(world);
        Answer(world, DecisionKind.Approve);
    }

    protected override void Check(World world, Checks checks, FaultKind? kind, ExecutionRecord record)
    {
        checks.Ended(record, ExecutionState.Verified);
        checks.Exactly(2, NoticeKind.ApprovalNeeded);
        checks.Exactly(1, NoticeKind.Contained);
        if (record.Approval is not { AppliedAt: not null, Decisions: [_] })
        {
            checks.Add($"{record.Approval?.Decisions.Length} decisions are recorded, applied at {record.Approval?.AppliedAt:O}");
        }
    }
}
