using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.S3;
using Remediator.FaultMatrix.Trials;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>Slack is dead for longer than the stream tries: the other channel tells of it once, and Slack gets its message when it lives again, once.</summary>
/// <param name="dead">After a day what was not taken by itself comes in a digest.</param>
internal sealed class ResentPath(string way, TimeSpan dead) : EnginePath
{
    private static readonly RemediationScenario Scenario = new BlockPublicBucketScenario();

    public ResentPath()
        : this("by itself", TimeSpan.FromHours(3))
    {
    }

    public override string Name => $"resend, {way}";

    public override IReadOnlyList<Playbook> Playbooks { get; } = [Scenario.Playbook];

    protected override IEnumerable<EnginePath> Family => [this, new ResentPath("in a digest", TimeSpan.FromDays(2))];

    public override void Seed(SandboxAccount account) => Scenario.Seed(account);

    public override void Prepare(World world)
    {
        world.SlackLivesAt = world.Time.GetUtcNow() + dead;
        world.Respond.Send(Scenario.Document());
        world.Simulator.RunUntilQuiet();
        world.TellPeople();
        world.Simulator.RunUntilQuiet();
    }

    /// <summary>Two runs before Slack lives again, and two after.</summary>
    public override void Go(World world)
    {
        var now = world.Time.GetUtcNow();
        foreach (var minutes in (int[])[-30, -15, 15, 30])
        {
            var after = world.SlackLivesAt + TimeSpan.FromMinutes(minutes) - now;
            world.Resend.Send("resend", after > TimeSpan.Zero ? after : TimeSpan.FromMinutes(15));
        }

        world.Simulator.RunUntilQuiet();
    }

    /// <summary>The schedule goes on.</summary>
    public override void Afterwards(World world)
    {
        foreach (var minutes in (int[])[15, 30])
        {
            world.Resend.Send("resend", TimeSpan.FromMinutes(minutes));
        }

        world.Simulator.RunUntilQuiet();
    }

    protected override string Document(int version) => Scenario.Document(version);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        foreach (var (entry, channel) in world.Memory.Outbox.SelectMany(e => e.Channels, (e, c) => (e, c)))
        {
            var receipts = world.Memory.ListReceiptsAsync(entry, CancellationToken.None).Result.Count(r => r.Channel == channel);
            if (receipts != 1)
            {
                checks.Add($"{entry.Kind} on {channel}: {receipts} receipts");
            }
        }

        var waiting = world.Memory.ListPendingAsync(int.MaxValue, CancellationToken.None, default).Result.Count;
        if (waiting > 0)
        {
            checks.Add($"{waiting} messages still wait");
        }

        Taken("slack", 1, 1);

        // Of the finding, and that Slack is dead: nobody is told that where no run could know it in time.
        Taken("email", kind == FaultKind.DeniedForGood ? 1 : 2, 2);

        void Taken(string channel, int least, int most)
        {
            if (world.Taken[channel] is var taken && (taken < least || taken > most + More(channel)))
            {
                checks.Add($"{channel} took {taken} messages, not {most}");
            }
        }

        // Again only where an answer or a receipt was lost, or a run came twice; while no receipt can be recorded, in each of the four runs
        // in which Slack lives again and of the two before.
        int More(string channel) => checks.Struck is (FaultKind.DeniedForGood, var call) && FaultReach.IsReceipt(call) ? (channel == "slack" ? 4 : 1) : checks.MostMessages(channel) - 1;
    }
}
