using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.Iam;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A playbook that asks people before it disables the keys of a user.</summary>
internal abstract class ApprovalPath : EnginePath
{
    private static readonly RemediationScenario Scenario = new DisableAccessKeysScenario();

    public override IReadOnlyList<Playbook> Playbooks { get; } = [Scenario.Playbook with { Mode = PlaybookMode.Approve }];

    public override void Seed(SandboxAccount account) => Scenario.Seed(account);

    public override void SendVersions(World world)
    {
        world.Respond.Send(Scenario.Document(1));
        world.Respond.Send(Scenario.Document(-1));
    }

    protected static void Ask(World world)
    {
        world.Respond.Send(Scenario.Document());
        world.Simulator.RunUntilQuiet();
    }

    /// <summary>A person answers the message that asks now, and whatever is due is done.</summary>
    protected static void Answer(World world, DecisionKind kind)
    {
        if (world.Records is [{ Approval.IsPending: true } asked])
        {
            world.Press(asked, kind);
        }

        world.Patrol();
        world.Simulator.RunUntilQuiet();
    }

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        checks.Most(NoticeKind.Failed, kind == FaultKind.DeniedForGood ? 3 : 1);
        checks.Empty(world.Respond);
        checks.Empty(world.Decide);
        checks.Empty(world.Due);
        if (world.Records is [var record])
        {
            Check(world, checks, record);
        }
        else
        {
            checks.Add($"{world.Records.Count} executions");
        }
    }

    protected abstract void Check(World world, Checks checks, Execution.ExecutionRecord record);

    /// <summary>The changes that anybody but the administrator of the simulation has made.</summary>
    protected static void Unchanged(World world, Checks checks) =>
        checks.Add(world.Sandbox.Calls.Where(c => c is { Changes: true, Succeeded: true } && c.Operation is not ("AssumeRole" or "Publish")).Select(c => $"without an approval it made {c}"));
}
