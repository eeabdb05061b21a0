using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.FaultMatrix.Scenarios.Ecs;
using Remediator.FaultMatrix.Scenarios.Iam;
using Remediator.FaultMatrix.Scenarios.S3;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A playbook that asks people before it changes anything; in mode enforce where it could not be undone.</summary>
/// <param name="way">What becomes of the question.</param>
/// <param name="terms">How people are asked; null for the usual.</param>
internal abstract class ApprovalPath(string way, RemediationScenario scenario, ApprovalTerms? terms = null) : EnginePath
{
    public override string Name => $"approve, {way}, {scenario.Name}";

    public override IReadOnlyList<Playbook> Playbooks { get; } = [scenario.AskingPlaybook with { Approval = terms }];

    protected static RemediationScenario Usual { get; } = new DisableAccessKeysScenario();

    protected static RemediationScenario Irreversible { get; } = new StopTaskScenario();

    /// <summary>Beside that of IAM: one of the network, one of a bucket, and one that cannot be undone.</summary>
    protected static RemediationScenario[] Others { get; } = [new BlockRemoteIpScenario(), new BlockPublicBucketScenario(), Irreversible];

    public override void Seed(SandboxAccount account) => scenario.Seed(account);

    protected override string Document(int version) => scenario.Document(version);

    protected void Ask(World world)
    {
        world.Respond.Send(scenario.Document());
        world.Simulator.RunUntilQuiet();
    }

    /// <summary>A person answers the message that asks now, and what is due soon is done.</summary>
    protected static void Answer(World world, DecisionKind kind)
    {
        if (world.Records is [{ Approval.IsPending: true } asked])
        {
            world.Press(asked, kind);
        }

        PatrolSoon(world);
    }

    /// <summary>The schedule of due work, before any containment is looked at again.</summary>
    protected static void PatrolSoon(World world)
    {
        world.Patrol(6, 12);
        world.Simulator.RunUntilQuiet();
    }

    /// <summary>The schedule goes on for as long as what failed is tried again.</summary>
    /// <remarks>
    /// With nothing left to do, its runs are those of <see cref="PatrolSoon"/>, struck there, and the look at what stands, which the timed
    /// releases strike for the same remediations; that at what cannot be undone is struck <see cref="ApprovalGrantedPath">where it is approved</see>.
    /// </remarks>
    protected static void PatrolLater(World world)
    {
        world.Patrol(6, 18, 24);
        world.Simulator.RunUntilQuiet();
    }

    public override void Afterwards(World world) => PatrolLater(world);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        checks.Most(NoticeKind.Failed, kind == FaultKind.DeniedForGood ? 3 : 1);
        checks.Empty(world.Respond);
        checks.Empty(world.Decide);
        checks.Empty(world.Due);
        if (world.Records is [var record])
        {
            Check(world, checks, kind, record);
        }
        else
        {
            checks.Add($"{world.Records.Count} executions");
        }
    }

    protected abstract void Check(World world, Checks checks, FaultKind? kind, Execution.ExecutionRecord record);

    /// <summary>The changes that anybody but the administrator of the simulation has made.</summary>
    protected static void Unchanged(World world, Checks checks) =>
        checks.Add(world.Sandbox.Calls.Where(c => c is { Changes: true, Succeeded: true } && c.Operation is not ("AssumeRole" or "Publish")).Select(c => $"without an approval it made {c}"));
}
