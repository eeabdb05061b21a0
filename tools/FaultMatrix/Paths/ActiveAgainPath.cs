using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.FaultMatrix.Scenarios.Iam;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A threat is reported anew after the time of its containment has ended: it is contained again, once.</summary>
internal sealed class ActiveAgainPath(RemediationScenario scenario) : EnginePath
{
    private static readonly TimeSpan After = TimeSpan.FromHours(8);

    /// <summary>Hours after the first version, by when its time has ended.</summary>
    private const int Anew = 24;

    public ActiveAgainPath()
        : this(new BlockRemoteIpScenario())
    {
    }

    public override string Name => $"active again, {scenario.Name}";

    public override IReadOnlyList<Playbook> Playbooks { get; } = [scenario.Playbook with { ReleaseAfter = After }];

    protected override IEnumerable<EnginePath> Family => [this, new ActiveAgainPath(new DisableAccessKeysScenario())];

    public override void Seed(SandboxAccount account) => scenario.Seed(account);

    public override void Prepare(World world)
    {
        var start = world.Time.GetUtcNow();
        world.Respond.Send(scenario.Document());
        world.Simulator.RunUntilQuiet();
        foreach (var at in (DateTimeOffset[])[start + (After / 2), start + After])
        {
            world.Time.AdvanceTo(at);
            world.Patrol(0, 6, 12, 18, 36);
            world.Simulator.RunUntilQuiet();
            world.TellPeople();
            world.Simulator.RunUntilQuiet();
        }

        world.Time.AdvanceTo(start + TimeSpan.FromHours(Anew + 2));
    }

    public override void Go(World world)
    {
        world.Respond.Send(Document(0));
        world.Simulator.RunUntilQuiet();
    }

    protected override string Document(int version) => scenario.Document(Anew + version);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        checks.Exactly(2, NoticeKind.Contained);
        checks.Exactly(1, NoticeKind.Released);
        checks.Empty(world.Respond);
        checks.Empty(world.Due);
        if (world.Records is not [{ Release: { } release } record])
        {
            checks.Add($"{world.Records.Count} executions, or one without its time");
            return;
        }

        checks.Ended(record, ExecutionState.Verified);
        if (release.Ended is null || release.At < record.UpdatedAt + After)
        {
            checks.Add($"ended at {release.Ended:O}, contained again at {record.UpdatedAt:O} until {release.At:O}");
        }
    }
}
