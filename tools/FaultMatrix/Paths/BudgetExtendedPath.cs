using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.FaultMatrix.Scenarios.Iam;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A step that could not be planned at first is added to the recorded plan: its change draws upon the budget too, once, or asks where there is no room.</summary>
/// <param name="max">Of the budget of changes: each of the two steps makes one.</param>
internal sealed class BudgetExtendedPath(int max) : EnginePath
{
    private static readonly RemediationScenario First = new RequireImdsv2Scenario();
    private static readonly RemediationScenario Added = new CutRoleSessionsScenario();

    public BudgetExtendedPath()
        : this(2)
    {
    }

    private bool HasRoom => max > 1;

    public override string Name => $"budget, {(HasRoom ? "room" : "no room")} for an added step";

    public override IReadOnlyList<Playbook> Playbooks { get; } =
        [First.Playbook with { Steps = [.. First.Playbook.Steps, .. Added.Playbook.Steps], Limits = new PlaybookLimits(max, TimeSpan.FromDays(1), "account", "changes") }];

    protected override IEnumerable<EnginePath> Family => [this, new BudgetExtendedPath(1)];

    public override void Seed(SandboxAccount account)
    {
        Added.Seed(account);
        account.Region(RemediationScenario.Region).Instances[Instances.Id].HttpTokens = "optional";
    }

    /// <summary>IAM is out of reach for the first delivery; the next one is what is struck.</summary>
    public override void Prepare(World world)
    {
        world.Simulator.Strikes = call =>
        {
            if (!call.Name.StartsWith("iam:", StringComparison.Ordinal))
            {
                return null;
            }

            world.Respond.IsOpen = false;
            return new Strike(FaultKind.ErrorBefore, world.Wire, world.Again, () => { });
        };
        world.Respond.Send(Document(0));
        world.Simulator.RunUntilQuiet();
        world.Simulator.Strikes = _ => null;
        if (world.Records is not [{ State: ExecutionState.Failed, Changes: [_] }] || Used(world) != 1)
        {
            world.Violations.Add($"of the first step {Used(world)} changes are counted");
        }
    }

    public override void Go(World world)
    {
        world.Respond.IsOpen = true;
        world.Simulator.RunUntilQuiet();
    }

    protected override string Document(int version) => First.Document(version);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        checks.Exactly(HasRoom ? 0 : 1, NoticeKind.ApprovalNeeded);
        checks.Exactly(HasRoom ? 0 : 1, NoticeKind.BudgetUsedUp);
        checks.Exactly(1, NoticeKind.Contained);
        checks.Most(NoticeKind.Failed, kind == FaultKind.DeniedForGood ? 4 : 2);
        checks.Empty(world.Respond);
        if (world.Records is not [var record])
        {
            checks.Add($"{world.Records.Count} executions");
            return;
        }

        checks.Ended(record, ExecutionState.Verified);
        if (Used(world) != max)
        {
            checks.Add($"{Used(world)} changes are counted, not {max}");
        }
    }

    private int Used(World world) => world.Used($"changes-{Playbooks[0].Id}", TimeSpan.FromDays(1));
}
