using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.FaultMatrix.Scenarios.Iam;
using Remediator.FaultMatrix.Scenarios.S3;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Scheduling;

namespace Remediator.FaultMatrix.Paths;

/// <summary>A containment ends by itself: people are warned once, in time, and then everything is put back.</summary>
internal sealed class TimedReleasePath(RemediationScenario scenario) : EnginePath
{
    private static readonly TimeSpan After = TimeSpan.FromHours(8);

    public TimedReleasePath()
        : this(new BlockPublicBucketScenario())
    {
    }

    public override string Name => $"timed release, {scenario.Name}";

    public override IReadOnlyList<Playbook> Playbooks { get; } = [scenario.Playbook with { ReleaseAfter = After }];

    protected override IEnumerable<EnginePath> Family => [this, new TimedReleasePath(new BlockRemoteIpScenario()), new TimedReleasePath(new DisableAccessKeysScenario())];

    public override void Seed(SandboxAccount account) => scenario.Seed(account);

    public override void Prepare(World world)
    {
        world.Respond.Send(scenario.Document());
        world.Simulator.RunUntilQuiet();
    }

    public override void Go(World world)
    {
        Patrol(world, r => r.At - r.Warn);
        world.TellPeople();
        world.Simulator.RunUntilQuiet();
        Patrol(world, r => r.At);
    }

    /// <summary>What was given up meanwhile is for people to release.</summary>
    public override void Mend(World world)
    {
        Go(world);
        foreach (var record in world.Records.Where(r => r.State != ExecutionState.Released))
        {
            world.Release.Send(record.Id);
        }

        world.Simulator.RunUntilQuiet();
    }

    protected override string Document(int version) => scenario.Document(version);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        checks.Exactly(1, NoticeKind.Contained);
        checks.Exactly(1, NoticeKind.ReleaseSoon);
        checks.Exactly(1, NoticeKind.Released);

        // Where nobody can be warned it stays contained, and says so.
        checks.Most(NoticeKind.ReleasePostponed, kind == FaultKind.DeniedForGood ? 1 : 0);
        checks.Most(NoticeKind.ReleaseDrifted, kind == FaultKind.DeniedForGood ? 3 : 1);
        checks.Empty(world.Respond);
        checks.Empty(world.Release);
        checks.Empty(world.Due);
        checks.PutBack();
        if (Told(world, NoticeKind.ReleaseSoon) is { } warned && Told(world, NoticeKind.Released) is { } released && released - warned < ReleaseSchedule.WarningOf(After))
        {
            checks.Add($"released at {released:O}, warned at {warned:O}");
        }
    }

    /// <summary>The schedule runs from a time on, for as long as what could not be done is tried again.</summary>
    private static void Patrol(World world, Func<TimedRelease, DateTimeOffset?> from)
    {
        if (world.Records is [{ Release: { } release }] && from(release) is { } at)
        {
            world.Time.AdvanceTo(at);
        }

        world.Patrol(0, 6, 12, 18, 36, 72);
        world.Simulator.RunUntilQuiet();
    }

    private static DateTimeOffset? Told(World world, NoticeKind kind) => world.Memory.Outbox.FirstOrDefault(e => e.Kind == kind)?.Record.UpdatedAt;
}
