using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Simulation;
using Remediator.Handlers;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.FaultMatrix.Trials;

/// <summary>Several findings in one world, from their events to their releases, under several faults at calls that a seed chooses.</summary>
internal sealed partial class CrowdTrial
{
    /// <summary>What a finding that was delivered as often as the queue is set to says in the dead-letter queue.</summary>
    private static readonly string GivenUp = string.Create(CultureInfo.InvariantCulture, $"not finished after {RetrySchedule.Deliveries} deliveries: ");

    private readonly Crowd _crowd;
    private readonly World _world;
    private readonly Checks _checks;
    private readonly List<string> _struck = [];

    /// <summary>Those that struck a notifier, and what it was telling.</summary>
    private readonly List<(string Entry, FaultKind Kind, string Call)> _telling = [];

    private readonly HashSet<string> _cutOff = new(StringComparer.Ordinal);
    private readonly bool _isStruck;

    private CrowdTrial(Crowd crowd, int seed, bool isStruck, Sabotage sabotage)
    {
        (_crowd, _isStruck) = (crowd, isStruck);
        _world = new World(crowd.Playbooks, Crowd.Seed, sabotage, mirrored: true, seed);
        _checks = new Checks(_world);
        _world.Saved = CheckClaim;
    }

    /// <summary>What the seed makes of it, beside what the same findings come to undisturbed.</summary>
    /// <param name="most">No more findings than that.</param>
    public static SoakOutcome Run(int seed, int most, Sabotage sabotage)
    {
        var crowd = Crowd.Of(new Chance(seed), most);
        var calm = new CrowdTrial(crowd, seed, isStruck: false, sabotage);
        calm.Run();
        var storm = new CrowdTrial(crowd, seed, isStruck: true, sabotage);
        storm.Run();
        storm._checks.Add(SandboxSnapshot.Difference(calm.Snapshot(), storm.Snapshot()).Select(d => $"otherwise than undisturbed: {d}"));
        return new SoakOutcome(
            seed,
            [.. crowd.Members.Select(m => m.Scenario.Name)],
            [.. storm._struck],
            [.. calm._checks.Complaints.Select(c => $"undisturbed: {c}"), .. storm._checks.Complaints]);
    }

    private void Run()
    {
        try
        {
            _world.OnlyStream = true;
            Go(_world.Respond, () => Shuffled().ForEach(m => _world.Respond.Send(m.Document())));
            Outlast(() => _crowd.Members.ToList().ForEach(m => _world.Respond.Send(m.Document())));
            CheckContained();

            // Nobody has changed anything outside, whatever the executions have made of each other's values.
            Go(_world.Due, Look);
            Outlast(Look);
            _checks.Exactly(0, NoticeKind.UndoneOutside);
            CheckContained();
            Go(_world.Notify, _world.TellPeople);
            _world.Notify.IsOpen = false;
            Go(_world.Release, () => _world.Records.ToList().ForEach(r => _world.Release.Send(r.Id)));
            Outlast(() => _world.Records.ToList().ForEach(r => _world.Release.Send(r.Id)));
            CheckReleased();
            Go(_world.Notify, _world.TellPeople);
            _checks.Told((entry, channel) => 1 + _telling.Where(f => f.Entry == entry).Sum(f => f.Kind.MostMessages(f.Call, channel) - 1));
        }
        catch (Exception e)
        {
            // Whatever it is, it is this run's.
            _checks.Add($"{e.GetType().Name}: {e.Message}");
        }
    }

    private void Look() => _world.Patrol(16, 22, 28, 90, 96);

    private void Go(Lane lane, Action begin)
    {
        _world.Simulator.Turns = _isStruck ? Turns.Random : Turns.InOrder;
        _world.Simulator.Strikes = _isStruck ? Storm(lane) : _ => null;
        begin();
        _world.Simulator.RunUntilQuiet();
        _world.Simulator.Strikes = _ => null;
        if (lane.Dead.Count > 0 && lane.Dead.All(d => d.Reason.StartsWith(GivenUp, StringComparison.Ordinal)))
        {
            // So many of the faults have struck one finding that it was an outage: people see it with its reason, and send it again.
            _world.Redrive();
            _world.Simulator.RunUntilQuiet();
        }

        _checks.Empty(lane);
    }

    /// <summary>Who was cut off from the ledger cannot give its lease back: whoever comes once it has run out goes on, finds nothing left to do, and leaves none.</summary>
    /// <param name="again">All messages of the stage.</param>
    private void Outlast(Action again)
    {
        var now = _world.Time.GetUtcNow();
        var held = _world.Records.Where(r => r.LeaseUntil > now).ToList();
        if (held.Count == 0)
        {
            return;
        }

        _checks.Add(held.Where(r => !_cutOff.Any(w => World.IsOwner(r.LeaseOwner, w))).Select(r => $"{r.LeaseOwner} holds the lease although nothing kept it from giving it back"));
        _checks.Add(held.Where(r => r.LeaseUntil > now + World.Lease).Select(r => $"{r.LeaseOwner} holds the lease for longer than one lasts"));
        _world.Time.AdvanceTo(held.Max(r => r.LeaseUntil!.Value));
        again();
        _world.Simulator.RunUntilQuiet();
    }

    /// <summary>Some two faults for each finding in each stage; more would be an outage, and end in the dead-letter queue.</summary>
    private Func<Call, IStrike?> Storm(Lane lane)
    {
        var (chance, left) = (_world.Simulator.Chance, 2 * _crowd.Members.Count);
        return call =>
        {
            if (left == 0 || !chance.OneIn(12))
            {
                return null;
            }

            var kind = chance.Of(Mixed.Where(k => (k != FaultKind.Reordered || lane == _world.Respond) && k.Strikes(call.Name)).ToList());
            left--;
            _struck.Add($"{kind} at {call.Name}");
            if (_world.Notify.Of(call.Worker) is { Body: var entry })
            {
                _telling.Add((entry, kind, call.Name));
            }

            if (kind.CutsOff(call.Name))
            {
                _cutOff.Add(call.Worker.Name);
            }

            return new Strike(kind, _world.Wire, _world.Again, SendVersions) { KeepsTurns = true };
        };
    }

    /// <summary>All that passes by itself.</summary>
    private static FaultKind[] Mixed { get; } = [.. Enum.GetValues<FaultKind>().Where(k => k != FaultKind.DeniedForGood)];

    private void SendVersions()
    {
        var member = _world.Simulator.Chance.Of(_crowd.Members);
        _world.Respond.Send(member.Document(1));
        _world.Respond.Send(member.Document(-1));
    }

    private List<Crowd.Member> Shuffled()
    {
        var left = _crowd.Members.ToList();
        var shuffled = new List<Crowd.Member>();
        while (left.Count > 0)
        {
            var next = _isStruck ? _world.Simulator.Chance.Of(left) : left[0];
            shuffled.Add(next);
            left.Remove(next);
        }

        return shuffled;
    }

    /// <summary>Which execution made the group that stays, and which rules have come back under new ids, depends on who came first.</summary>
    private string Snapshot() => Canonical.Of(ExecutionId().Replace(_world.Sandbox.Snapshot(), "rx"), _world.Start.Replace("sgr-", "", StringComparison.Ordinal));

    private List<ExecutionRecord> Releasable() => [.. _world.Records.Where(r => r.Changes.Any(c => !c.Change.Keep && c.Change.Before != c.Change.After))];

    /// <summary>A success that is recorded must be there in the account at that moment.</summary>
    private void CheckClaim(ExecutionRecord saved)
    {
        if (saved.State == ExecutionState.Verified)
        {
            CheckLive(saved);
        }
    }

    private void CheckLive(ExecutionRecord record)
    {
        foreach (var change in record.Changes.Where(c => c.Status == ChangeStatus.Verified))
        {
            var (attribute, wanted) = (AttributeCatalogue.Get(change.Change.Attribute), change.Written ?? change.Change.After);
            var live = Worker.Outside(() => attribute.ReadAsync(_world.Home, change.Change.Target, CancellationToken.None));
            if (!attribute.Matches(live, wanted) && !(change.Change.IsSatisfied && IsAnothers(record, change.Change, live)))
            {
                _checks.Add($"{record.Key.Playbook} is recorded as Verified, but {change.Change.Attribute} of {change.Change.Target} is {attribute.Describe(live)}");
            }
        }
    }

    /// <summary>What it found in place was another's, half written perhaps, and that one has finished it since.</summary>
    private bool IsAnothers(ExecutionRecord record, Change found, AttributeValue live) =>
        _world.Records.Any(r => r.Id != record.Id && r.UpdatedAt > record.UpdatedAt && r.Changes.Any(c =>
            c is { Status: ChangeStatus.Verified, Written: { } written } && (c.Change.Attribute, c.Change.Target) == (found.Attribute, found.Target) && live == written));

    private void CheckContained()
    {
        if (_world.Records.Count != _crowd.Members.Count)
        {
            _checks.Add($"{_world.Records.Count} executions of {_crowd.Members.Count} findings");
        }

        foreach (var record in _world.Records)
        {
            // Another finding's playbook may have done what this one would do, so that nothing is left for it.
            var isPointless = record.State == ExecutionState.Refused && record.Steps.All(s => s.Outcome == StepOutcome.NotApplicable);
            _checks.Ended(record, isPointless ? ExecutionState.Refused : ExecutionState.Verified);
            CheckLive(record);
            Once(record, isPointless ? NoticeKind.Refused : NoticeKind.Contained);
        }
    }

    private void CheckReleased()
    {
        foreach (var record in Releasable())
        {
            _checks.Ended(record, ExecutionState.Released);
            Once(record, NoticeKind.Released);
        }
    }

    /// <summary>Told, and told again only where more was contained: what could not be read at first, and was when the finding came anew.</summary>
    private void Once(ExecutionRecord record, NoticeKind kind)
    {
        var told = _world.Memory.Outbox.Where(e => e.Record.Id == record.Id && e.Kind == kind).ToList();
        if (told.Count == 0 || told.Skip(1).Where((later, i) => kind != NoticeKind.Contained || !AddsTo(told[i].Record, later.Record)).Any())
        {
            _checks.Add($"{record.Key.Playbook}: {told.Count} times {kind}");
        }
    }

    private static bool AddsTo(ExecutionRecord before, ExecutionRecord later) =>
        later.Changes.Any(c => !c.Change.IsSatisfied && !before.Changes.Any(b => (b.Change.Attribute, b.Change.Target, b.Status) == (c.Change.Attribute, c.Change.Target, ChangeStatus.Verified)));

    [GeneratedRegex("rx-[0-9a-f]{20}")]
    private static partial Regex ExecutionId();
}

/// <summary>What one world of a soak came to.</summary>
/// <param name="Seed">With it alone the same happens again.</param>
/// <param name="Struck">The faults, in order.</param>
internal sealed record SoakOutcome(int Seed, IReadOnlyList<string> Scenarios, IReadOnlyList<string> Struck, IReadOnlyList<string> Complaints);
