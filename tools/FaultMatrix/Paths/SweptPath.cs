using Remediator.Cli.Sandbox;
using Remediator.Execution;
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

/// <summary>A finding whose event never came: the sweep finds it, it is answered once, and counted once.</summary>
internal sealed class SweptPath(RemediationScenario scenario) : EnginePath
{
    public SweptPath()
        : this(new BlockPublicBucketScenario())
    {
    }

    public override string Name => $"sweep, {scenario.Name}";

    public override IReadOnlyList<Playbook> Playbooks { get; } = [scenario.Playbook];

    protected override IEnumerable<EnginePath> Family =>
        [this, new SweptPath(new BlockRemoteIpScenario()), new SweptPath(new DisableAccessKeysScenario()), new SweptPath(new StopTaskScenario())];

    public override void Seed(SandboxAccount account) => scenario.Seed(account);

    /// <summary>The first run sets the watermark; then the finding comes up, and its event does not.</summary>
    public override void Prepare(World world)
    {
        world.Sweep.Send("sweep");
        world.Simulator.RunUntilQuiet();
        world.Time.Advance(TimeSpan.FromHours(1));
        world.Active.Add((world.Time.GetUtcNow() - TimeSpan.FromMinutes(30), scenario.Document()));
    }

    public override void Go(World world)
    {
        foreach (var hours in (int[])[0, 1])
        {
            world.Sweep.Send("sweep", TimeSpan.FromHours(hours));
        }

        world.Simulator.RunUntilQuiet();
    }

    /// <summary>The source sends the finding again, as it does for as long as it is active.</summary>
    public override void Mend(World world)
    {
        Go(world);
        world.Respond.Send(scenario.Document());
        world.Simulator.RunUntilQuiet();
    }

    protected override string Document(int version) => scenario.Document(version);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        checks.Exactly(1, NoticeKind.Contained);
        checks.Most(NoticeKind.Failed, kind == FaultKind.DeniedForGood ? 3 : 1);
        checks.Empty(world.Respond);
        checks.Empty(world.Sweep);
        if (world.Records is [var record])
        {
            checks.Ended(record, ExecutionState.Verified);
        }
        else
        {
            checks.Add($"{world.Records.Count} executions");
        }

        // Where other versions of the finding come by themselves it may not be lost any more.
        var counted = world.Memory.ListSweepsAsync(int.MaxValue, CancellationToken.None).Result.Sum(r => r.Lost);
        if (counted > 1 || (counted == 0 && kind != FaultKind.Reordered))
        {
            checks.Add($"counted {counted} times as lost");
        }
    }
}
