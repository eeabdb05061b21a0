using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Simulation;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Trials;

/// <summary>One finding from its event to its release, with at most one fault on the way, and what is wrong with the outcome.</summary>
internal sealed class Trial
{
    private readonly RemediationScenario _scenario;
    private readonly Expectation? _expected;
    private readonly World _world;
    private readonly List<string> _wrong = [];
    private readonly List<string> _struck = [];

    private Trial(RemediationScenario scenario, Expectation? expected, Sabotage sabotage, bool mirrored, int seed = 1)
    {
        (_scenario, _expected) = (scenario, expected);
        _world = new World([scenario.Playbook], scenario.Seed, sabotage, mirrored, seed);
        _world.Saved = CheckClaim;
    }

    /// <summary>What an undisturbed run comes to.</summary>
    /// <exception cref="InvalidOperationException">Already that run is wrong.</exception>
    public static Expectation Expect(RemediationScenario scenario)
    {
        var trial = new Trial(scenario, null, Sabotage.None, mirrored: false);
        var calls = new Dictionary<Stage, IReadOnlyList<string>>();
        var snapshots = new Dictionary<Stage, string>();
        foreach (var stage in Enum.GetValues<Stage>())
        {
            trial._world.Simulator.Arm();
            trial.Run(stage);
            calls[stage] = [.. trial._world.Simulator.Calls.Select(c => c.Name)];
            trial.CheckStage(stage, null);
            snapshots[stage] = Canonical.Of(trial._world.Sandbox.Snapshot(), trial._world.Start);
        }

        var start = Canonical.Of(trial._world.Start, trial._world.Start);
        if (scenario.Changes && snapshots[Stage.Respond] == start)
        {
            trial._wrong.Add("the remediation changes nothing here");
        }

        return trial.Complaints.Count == 0
            ? new Expectation(start, snapshots[Stage.Respond], snapshots[Stage.Release], calls, [.. Expectation.NeededOf(trial._world.Records[0])])
            : throw new InvalidOperationException($"{scenario.Name} without any fault: {string.Join("; ", trial.Complaints)}");
    }

    /// <summary>Strikes the call at a position of a stage; nothing is returned where all is well.</summary>
    public static Outcome Strike(RemediationScenario scenario, Expectation expected, Stage stage, FaultKind kind, int position, Sabotage sabotage)
    {
        var trial = new Trial(scenario, expected, sabotage, mirrored: kind == FaultKind.WithoutEffect);
        var at = "";
        try
        {
            foreach (var next in Enum.GetValues<Stage>())
            {
                if (next == stage)
                {
                    trial._world.Simulator.Arm();
                    trial._world.Simulator.Strikes = trial.Plan(stage, kind, position, call => at = call.Name);
                    trial.Run(next);
                    trial._world.Simulator.Strikes = _ => null;
                    trial._world.Simulator.Turns = Turns.InOrder;
                    if (kind == FaultKind.DeniedForGood)
                    {
                        trial.CheckHonest(stage);
                    }

                    trial.Mend(stage, kind);
                    trial.CheckStage(next, kind);
                }
                else
                {
                    trial.Run(next);
                    trial.CheckStage(next, null);
                }
            }
        }
        catch (Exception e)
        {
            // Whatever it is, it is this run's.
            trial._wrong.Add($"{e.GetType().Name}: {e.Message}");
        }

        return new Outcome(position, at, trial.Complaints);
    }

    /// <summary>Strikes several calls of every stage, as the seed says, with workers that take turns at random.</summary>
    public static SoakOutcome Soak(RemediationScenario scenario, Expectation expected, int seed)
    {
        var trial = new Trial(scenario, expected, Sabotage.None, mirrored: true, seed);
        try
        {
            foreach (var stage in Enum.GetValues<Stage>())
            {
                trial._world.Simulator.Arm();
                trial._world.Simulator.Turns = Turns.Random;
                trial._world.Simulator.Strikes = trial.Storm(stage, expected.Calls[stage].Count);
                trial.Run(stage);
                trial._world.Simulator.Strikes = _ => null;
                trial._world.Simulator.Turns = Turns.InOrder;
                trial.CheckStage(stage, null);
            }
        }
        catch (Exception e)
        {
            trial._wrong.Add($"{e.GetType().Name}: {e.Message}");
        }

        return new SoakOutcome(seed, scenario.Name, [.. trial._struck], trial.Complaints);
    }

    /// <summary>Some two faults in each stage, at most four: more would be an outage, and end in the dead-letter queue.</summary>
    private Func<Call, IStrike?> Storm(Stage stage, int calls)
    {
        var (chance, left) = (_world.Simulator.Chance, 4);
        var lane = LaneOf(stage);
        return call =>
        {
            if (left == 0 || !chance.OneIn(Math.Max(2, calls / 2)))
            {
                return null;
            }

            var kind = chance.Of(Mixed.Where(k => k.Strikes(stage, call.Name)).ToList());
            left--;
            _struck.Add($"{kind} at {call.Name}");
            return new Strike(kind, _world.Wire, lane.Again, SendVersions) { KeepsTurns = true };
        };
    }

    /// <summary>All that passes by itself.</summary>
    private static FaultKind[] Mixed { get; } = [.. Enum.GetValues<FaultKind>().Where(k => k != FaultKind.DeniedForGood)];

    private Lane LaneOf(Stage stage) => stage switch { Stage.Respond => _world.Respond, Stage.Notify => _world.Notify, _ => _world.Release };

    private void SendVersions()
    {
        _world.Respond.Send(_scenario.Document(1));
        _world.Respond.Send(_scenario.Document(-1));
    }

    private IReadOnlyList<string> Complaints => [.. _world.Violations.Concat(_wrong).Concat(_world.Simulator.Escapes.Select(e => $"the simulation was left {e}")).Concat(_world.Log.Where(l => l.Contains("InvalidOperation", StringComparison.Ordinal))).Distinct(StringComparer.Ordinal)];

    private void Run(Stage stage)
    {
        switch (stage)
        {
            case Stage.Respond:
                _world.Respond.Send(_scenario.Document());
                break;
            case Stage.Notify:
                _world.TellPeople();
                break;
            case Stage.Release:
                _world.Notify.IsOpen = false;
                foreach (var record in _world.Records)
                {
                    _world.Release.Send(record.Id);
                }

                break;
            default:
                throw new InvalidOperationException($"unknown stage {stage}");
        }

        _world.Simulator.RunUntilQuiet();
    }

    private Func<Call, IStrike?> Plan(Stage stage, FaultKind kind, int position, Action<Call> hit)
    {
        var strike = new Strike(kind, _world.Wire, LaneOf(stage).Again, SendVersions);
        string? denied = null;
        return call =>
        {
            if (call.Position == position)
            {
                hit(call);
                denied = kind == FaultKind.DeniedForGood ? call.Name : null;
                return strike;
            }

            return call.Name == denied ? strike : null;
        };
    }

    /// <summary>People see the dead letter or the failure, mend what was wrong, and send it again; older news come late.</summary>
    private void Mend(Stage stage, FaultKind kind)
    {
        if (stage == Stage.Respond && kind == FaultKind.DeniedForGood)
        {
            _world.Respond.Dead.Clear();
            _world.Respond.Send(_scenario.Document());
        }
        else if (kind == FaultKind.DeniedForGood)
        {
            _world.Release.Dead.Clear();
            _world.Notify.Dead.Clear();
            Run(stage);
        }
        else if (kind == FaultKind.Reordered && stage == Stage.Respond)
        {
            _world.Respond.Send(_scenario.Document(-2));
        }

        _world.Simulator.RunUntilQuiet();
    }

    /// <summary>A success that is recorded must be there in the account at that moment.</summary>
    private void CheckClaim(ExecutionRecord saved)
    {
        if (_expected is not null && saved.State is ExecutionState.Verified or ExecutionState.Released)
        {
            _wrong.AddRange(_expected!.Differences(saved.State == ExecutionState.Verified ? _expected.Contained : _expected.Released, _world, saved)
                .Select(line => $"recorded as {saved.State}, but {line}"));
        }
    }

    /// <summary>While a permission is missing: no success is told, and the failure is said, once for each reason.</summary>
    private void CheckHonest(Stage stage)
    {
        var told = _world.Memory.Outbox;
        if (stage != Stage.Respond || _expected!.Differences(_expected.Contained, _world, _world.Records.SingleOrDefault()).Count == 0)
        {
            return;
        }

        if (told.Any(e => e.Kind == NoticeKind.Contained))
        {
            _wrong.Add("people were told that it is contained, and it is not");
        }

        if (_world.Respond.Dead.Count == 0 && told.All(e => e.Kind != NoticeKind.ApprovalNeeded))
        {
            _wrong.Add("what could not be done is neither done, nor in the dead-letter queue, nor a person's to decide");
        }
    }

    private void CheckStage(Stage stage, FaultKind? kind)
    {
        if (_world.Records is not [var record])
        {
            _wrong.Add($"{_world.Records.Count} executions");
            return;
        }

        var isReleased = stage == Stage.Release && _scenario.Releases;
        Expect(isReleased ? ExecutionState.Released : ExecutionState.Verified, record);
        if (_expected is not null)
        {
            _wrong.AddRange(_expected.Differences(stage == Stage.Release ? _expected.Released : _expected.Contained, _world, record).Select(d => $"after {stage}: {d}"));
        }

        switch (stage)
        {
            case Stage.Respond:
                Exactly(1, NoticeKind.Contained);
                Most(NoticeKind.Failed, kind is FaultKind.DeniedForGood ? 3 : Math.Max(1, _struck.Count));
                Empty(_world.Respond);
                CheckRedelivery();
                break;
            case Stage.Notify:
                CheckMessages(kind);
                break;
            case Stage.Release:
                Exactly(isReleased ? 1 : 0, NoticeKind.Released);
                Most(NoticeKind.ReleaseDrifted, kind is FaultKind.DeniedForGood ? 3 : Math.Max(1, _struck.Count));
                Empty(_world.Release);
                break;
        }
    }

    private void Expect(ExecutionState state, ExecutionRecord record)
    {
        if (record.State != state)
        {
            _wrong.Add($"the execution is {record.State}, not {state}: {record.Failure}");
        }

        if (record.LeaseUntil > _world.Time.GetUtcNow())
        {
            _wrong.Add($"{record.LeaseOwner} still holds the lease");
        }

        foreach (var change in record.Changes.Where(c => _expected is null && c.Status == ChangeStatus.Failed))
        {
            _wrong.Add($"{change.Change.Attribute} of {change.Change.Target}: {change.Error}");
        }

        foreach (var change in record.Changes.Where(c => state == ExecutionState.Verified && !c.Change.Optional && (c.Status != ChangeStatus.Verified || c.ReadBack is null)))
        {
            _wrong.Add($"{change.Change.Attribute} of {change.Change.Target} is {change.Status}");
        }
    }

    /// <summary>What is done is not done again.</summary>
    private void CheckRedelivery()
    {
        var before = _world.Sandbox.Calls.Count;
        _world.Respond.Send(_scenario.Document());
        _world.Simulator.RunUntilQuiet();
        _wrong.AddRange(_world.Sandbox.Calls.Skip(before).Where(c => c.Changes).Select(c => $"delivered again, it made {c}"));
    }

    private void CheckMessages(FaultKind? kind)
    {
        // A message whose answer or receipt was lost is sent again: people may read it twice, but never not at all.
        var most = kind switch
        {
            null => 1 + _struck.Count,
            FaultKind.DeniedForGood => World.StreamDeliveries + 1,
            _ => 2,
        };
        foreach (var (entry, channel) in _world.Memory.Outbox.SelectMany(e => e.Channels, (e, c) => (e, c)))
        {
            var receipts = _world.Memory.ListReceiptsAsync(entry, CancellationToken.None).Result.Count(r => r.Channel == channel);
            var messages = _world.Messages.Count(m => m == (entry.Id, channel));
            if (receipts != 1 || messages < 1 || messages > most)
            {
                _wrong.Add($"{entry.Kind} on {channel}: {messages} messages, {receipts} receipts");
            }
        }
    }

    private void Exactly(int wanted, NoticeKind kind)
    {
        if (_world.Memory.Outbox.Count(e => e.Kind == kind) is var count && count != wanted)
        {
            _wrong.Add($"{count} times {kind}");
        }
    }

    private void Most(NoticeKind kind, int most)
    {
        if (_world.Memory.Outbox.Count(e => e.Kind == kind) is var count && count > most)
        {
            _wrong.Add($"{count} times {kind}");
        }
    }

    private void Empty(Lane lane)
    {
        if (lane.Letters.Count > 0 || lane.Dead.Count > 0)
        {
            _wrong.Add($"left in the queue: {lane.Letters.Count}, dead: {string.Join("; ", lane.Dead.Select(d => d.Reason))}");
        }
    }
}

/// <summary>What one run came to.</summary>
/// <param name="Call">The call that was struck; empty where none was.</param>
internal sealed record Outcome(int Position, string Call, IReadOnlyList<string> Complaints)
{
    public bool Survived => Complaints.Count == 0 && Call.Length > 0;
}

/// <summary>What one finding of a soak came to.</summary>
/// <param name="Seed">With it alone the same happens again.</param>
/// <param name="Struck">The faults, in order.</param>
internal sealed record SoakOutcome(int Seed, string Scenario, IReadOnlyList<string> Struck, IReadOnlyList<string> Complaints);
