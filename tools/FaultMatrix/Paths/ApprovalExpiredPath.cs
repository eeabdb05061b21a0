using Remediator.Approvals;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>Nobody answers in time: the plan is rejected or applied, once, as the playbook says; what cannot be undone is rejected.</summary>
internal sealed class ApprovalExpiredPath(RemediationScenario scenario, ExpiryDefault then)
    : ApprovalPath(then == ExpiryDefault.Proceed ? "silence proceeds" : "silence rejects", scenario, new ApprovalTerms(1, TimeSpan.FromHours(4), then))
{
    private readonly bool _isApplied = then == ExpiryDefault.Proceed && scenario != Irreversible;

    public ApprovalExpiredPath()
        : this(Usual, ExpiryDefault.Reject)
    {
    }

    protected override IEnumerable<EnginePath> Family => [this, .. new[] { Usual, Irreversible }.Select(s => new ApprovalExpiredPath(s, ExpiryDefault.Proceed))];

    public override void Prepare(World world) => Ask(world);

    public override void Go(World world)
    {
        AdvanceToExpiry(world);
        PatrolSoon(world);
    }

    /// <summary>A newer version of what silence has rejected is asked about anew: then nobody answers that in time either.</summary>
    public override void Afterwards(World world)
    {
        PatrolLater(world);
        if (IsAsked(world))
        {
            AdvanceToExpiry(world);
            PatrolSoon(world);
            PatrolLater(world);
        }
    }

    /// <remarks>Silence stands for no word about controls that can't be read: people are asked anew, and then silence rejects.</remarks>
    public override bool LeavesUnchanged(World world, FaultKind fault) => fault == FaultKind.DeniedForGood && world.Records is [{ State: ExecutionState.Refused }];

    protected override void Check(World world, Checks checks, FaultKind? kind, ExecutionRecord record)
    {
        var isAskedAnew = kind == FaultKind.Reordered ? !_isApplied : kind == FaultKind.DeniedForGood && record.State == ExecutionState.Refused;
        var most = isAskedAnew ? 2 : 1;
        checks.Between(1, most, NoticeKind.ApprovalNeeded);
        if (!_isApplied)
        {
            checks.Ended(record, ExecutionState.Refused);
            checks.Between(1, most, NoticeKind.Refused);
            Unchanged(world, checks);
            return;
        }

        if (kind is { } fault && LeavesUnchanged(world, fault))
        {
            checks.Exactly(1, NoticeKind.Refused);
            Unchanged(world, checks);
            return;
        }

        checks.Ended(record, ExecutionState.Verified);
        checks.Exactly(1, NoticeKind.Contained);
        if (record.Approval is not { AppliedAt: not null, Decisions: [{ Way: DecisionWay.Expiry }] })
        {
            checks.Add($"{record.Approval?.Decisions.Length} decisions are recorded, applied at {record.Approval?.AppliedAt:O}");
        }
    }

    private static void AdvanceToExpiry(World world)
    {
        if (world.Records is [{ Approval.ExpiresAt: var expires }])
        {
            world.Time.AdvanceTo(expires);
        }
    }

    private static bool IsAsked(World world) => world.Records is [{ Approval.IsPending: true }];
}
