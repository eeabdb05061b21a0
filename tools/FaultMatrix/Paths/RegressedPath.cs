using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.S3;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A containment is undone outside: a look tells people, a newer finding contains it again, and a release restores what was there at first.</summary>
internal sealed class RegressedPath : EnginePath
{
    private static readonly RemediationScenario Scenario = new BlockPublicBucketScenario();

    public override string Name => $"regressed, {Scenario.Name}";

    public override IReadOnlyList<Playbook> Playbooks { get; } = [Scenario.Playbook];

    public override void Seed(SandboxAccount account) => Scenario.Seed(account);

    public override void Prepare(World world)
    {
        world.Respond.Send(Scenario.Document());
        world.Simulator.RunUntilQuiet();
        world.ChangeOutside(a => a.Buckets.Values.Single().PublicAccessBlock = null);
    }

    public override void Go(World world)
    {
        world.Patrol(16, 22, 28);
        world.Simulator.RunUntilQuiet();
        world.Respond.Send(Document(3));
        world.Simulator.RunUntilQuiet();
        if (world.Records is [{ State: ExecutionState.Verified } contained] && world.Memory.Outbox.Count(e => e.Kind == NoticeKind.Contained) == 2)
        {
            Contained(world);
            world.Release.Send(contained.Id);
        }

        world.Simulator.RunUntilQuiet();
    }

    protected override string Document(int version) => Scenario.Document(version);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        checks.Exactly(1, NoticeKind.UndoneOutside);
        checks.Exactly(2, NoticeKind.Contained);
        checks.Exactly(1, NoticeKind.Released);
        checks.Most(NoticeKind.Failed, kind == FaultKind.DeniedForGood ? 3 : 1);
        checks.Most(NoticeKind.ReleaseDrifted, kind == FaultKind.DeniedForGood ? 3 : 1);
        checks.Empty(world.Respond);
        checks.Empty(world.Release);
        checks.Empty(world.Due);
        checks.PutBack();
    }

    private static void Contained(World world)
    {
        if (world.Sandbox.Account.Buckets.Values.Single().PublicAccessBlock != new PublicAccessBlock(true, true, true, true))
        {
            world.Violations.Add("recorded as contained again, and it is not");
        }
    }
}
