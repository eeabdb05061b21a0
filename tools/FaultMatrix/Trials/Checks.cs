using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.Notifications;
using Remediator.FaultMatrix.Simulation;

namespace Remediator.FaultMatrix.Trials;

/// <summary>What is wrong with a world, check by check.</summary>
internal sealed class Checks(World world)
{
    private readonly List<string> _wrong = [];

    /// <summary>What was struck; null for nothing.</summary>
    public (FaultKind Kind, string Call)? Struck { get; set; }

    /// <summary>How often a channel may take one message under what was struck.</summary>
    public int MostMessages(string channel) => Struck is var (kind, call) ? kind.MostMessages(call, channel) : 1;

    /// <summary>All that was found, and all that contradicted a promise on the way.</summary>
    public IReadOnlyList<string> Complaints =>
    [
        .. world.Violations
            .Concat(_wrong)
            .Concat(world.Simulator.Escapes.Select(e => $"the simulation was left {e}"))
            .Concat(world.Log.Where(l => l.Contains("InvalidOperation", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal),
    ];

    public void Add(string wrong) => _wrong.Add(wrong);

    public void Add(IEnumerable<string> wrong) => _wrong.AddRange(wrong);

    public void Exactly(int wanted, NoticeKind kind) => Between(wanted, wanted, kind);

    public void Most(NoticeKind kind, int most) => Between(0, most, kind);

    public void Between(int least, int most, NoticeKind kind)
    {
        if (Count(kind) is var count && (count < least || count > most))
        {
            Add($"{count} times {kind}");
        }
    }

    public void Empty(Lane lane)
    {
        if (lane.Letters.Count > 0 || lane.Dead.Count > 0)
        {
            Add($"left in the queue: {lane.Letters.Count}, dead: {string.Join("; ", lane.Dead.Select(d => d.Reason))}");
        }
    }

    /// <summary>Nobody works on it any more, and it has come to this.</summary>
    public void Ended(ExecutionRecord record, ExecutionState state)
    {
        if (record.State != state)
        {
            Add($"the execution is {record.State}, not {state}: {record.Failure}");
        }

        if (record.LeaseUntil > world.Time.GetUtcNow())
        {
            Add($"{record.LeaseOwner} still holds the lease");
        }

        foreach (var change in record.Changes.Where(c => state == ExecutionState.Verified && !c.Change.Optional && (c.Status != ChangeStatus.Verified || c.ReadBack is null)))
        {
            Add($"{change.Change.Attribute} of {change.Change.Target} is {change.Status}");
        }
    }

    /// <summary>The one execution is released, nothing of it is due any more, and the account is as it was before anything happened.</summary>
    public void PutBack()
    {
        if (world.Records is not [var record])
        {
            Add($"{world.Records.Count} executions");
            return;
        }

        Ended(record, ExecutionState.Released);
        Add(record.Due.Select(w => $"{w.Kind} is still due at {w.At:O}"));
        Add(SandboxSnapshot.Difference(world.Start, world.Sandbox.Snapshot()).Select(d => $"not as it was: {d}"));
    }

    /// <summary>Everybody was told of everything: by each channel once, and again only where an answer or receipt was lost.</summary>
    /// <param name="most">How often an entry may be taken, by its id and the channel.</param>
    public void Told(Func<string, string, int> most)
    {
        foreach (var (entry, channel) in world.Memory.Outbox.SelectMany(e => e.Channels, (e, c) => (e, c)))
        {
            var receipts = world.Memory.ListReceiptsAsync(entry, CancellationToken.None).Result.Count(r => r.Channel == channel);
            var messages = world.Messages.Count(m => m == (entry.Id, channel));
            if (receipts != 1 || messages < 1 || messages > most(entry.Id, channel))
            {
                Add($"{entry.Kind} on {channel}: {messages} messages, {receipts} receipts");
            }
        }
    }

    private int Count(NoticeKind kind) => world.Memory.Outbox.Count(e => e.Kind == kind);
}
