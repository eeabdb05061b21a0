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
    private readonly Checks _checks;

    private Trial(RemediationScenario scenario, Expectation? expected, Sabotage sabotage, bool mirrored)
    {
        (_scenario, _expected) = (scenario, expected);
        _world = new World([scenario.Playbook], scenario.Seed, sabotage, mirrored);
        _checks = new Checks(_world);
        _world.Saved = CheckClaim;
    }

    /// <summary>What an undisturbed run comes to.</summary>
    /// <exception cref="InvalidOperationException">Already that run is wrong.</exception>
    public static Expectation Expect(RemediationScenario scenario)
    {
        var trial = new Trial(scenario, null, Sabotage.None, mirrored: false);
        var calls = new Dictionary<Stage, IReadOnlyList<string>>();
        var (snapshots, seen) = (new Dictionary<Stage, string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        trial._world.Wire.ProvesReads = true;
        foreach (var stage in Enum.GetValues<Stage>())
        {
            trial._world.Simulator.Arm();
            trial.Run(stage);
            calls[stage] = [.. trial._world.Simulator.Calls.Select(c => c.Name)];
            trial.CheckStage(stage, null);
            snapshots[stage] = seen[trial._world.Sandbox.Snapshot()] = trial._world.Canonical(seen);
        }

        var start = Canonical.Of(trial._world.Start, trial._world.Start);
        if (scenario.Changes && snapshots[Stage.Respond] == start)
        {
            trial._checks.Add("the remediation changes nothing here");
        }

        return trial.Complaints.Count == 0
            ? new Expectation(start, snapshots[Stage.Respond], snapshots[Stage.Release], calls, [.. Expectation.NeededOf(trial._world.Records[0])], seen)
            : throw new InvalidOperationException($"{scenario.Name} without any fault: {string.Join("; ", trial.Complaints)}");
    }

    /// <summary>Strikes the call at a position of a stage; nothing is returned where all is well.</summary>
    /// <param name="seen">Shown the world as it was left after the stage that was struck.</param>
    public static Outcome Strike(RemediationScenario scenario, Expectation expected, Stage stage, FaultKind kind, int position, Sabotage sabotage, Action<World>? seen = null)
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
                    trial._world.Simulator.Strikes = new Strike(kind, trial._world.Wire, trial._world.Again, trial.SendVersions).At(position, call => at = call.Name);
                    trial.Run(next);
                    trial._world.Simulator.Strikes = _ => null;
                    trial._world.Simulator.Turns = Turns.InOrder;
                    seen?.Invoke(trial._world);
                    if (kind == FaultKind.DeniedForGood)
                    {
                        trial.CheckHonest(stage);
                    }

                    trial.Mend(stage, kind);
                    trial._checks.Struck = (kind, at);
                    trial.CheckStage(next, kind);
                    trial._checks.Struck = null;
                }
                else if (next > stage || sabotage != Sabotage.None)
                {
                    trial.Run(next);
                    trial.CheckStage(next, null);
                }
                else if (stage != Stage.Release || next != Stage.Notify)
                {
                    // The way there is the undisturbed run, call by call, which was checked; and a release asks nobody what people were told.
                    trial.Run(next);
                }
            }
        }
        catch (Exception e)
        {
            // Whatever it is, it is this run's.
            trial._checks.Add($"{e.GetType().Name}: {e.Message}");
        }

        return new Outcome(position, at, trial.Complaints);
    }

    private void SendVersions()
    {
        _world.Respond.Send(_scenario.Document(1));
        _world.Respond.Send(_scenario.Document(-1));
    }

    private IReadOnlyList<string> Complaints => _checks.Complaints;

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
        else if (kind == FaultKind.Reordered)
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
            _checks.Add(_expected!.Differences(saved.State == ExecutionState.Verified ? _expected.Contained : _expected.Released, _world, saved)
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
            _checks.Add("people were told that it is contained, and it is not");
        }

        if (_world.Respond.Dead.Count == 0 && told.All(e => e.Kind != NoticeKind.ApprovalNeeded))
        {
            _checks.Add("what could not be done is neither done, nor in the dead-letter queue, nor a person's to decide");
        }
    }

    private void CheckStage(Stage stage, FaultKind? kind)
    {
        if (_world.Records is not [var record])
        {
            _checks.Add($"{_world.Records.Count} executions");
            return;
        }

        var isReleased = stage == Stage.Release && _scenario.Releases;
        Expect(isReleased ? ExecutionState.Released : ExecutionState.Verified, record);
        if (_expected is not null)
        {
            _checks.Add(_expected.Differences(stage == Stage.Release ? _expected.Released : _expected.Contained, _world, record).Select(d => $"after {stage}: {d}"));
        }

        switch (stage)
        {
            case Stage.Respond:
                _checks.Exactly(1, NoticeKind.Contained);
                _checks.Most(NoticeKind.Failed, kind is FaultKind.DeniedForGood ? 3 : 1);
                _checks.Empty(_world.Respond);
                CheckRedelivery();
                break;
            case Stage.Notify:
                _checks.Told((_, channel) => _checks.MostMessages(channel));

                // Versions of the finding that came meanwhile tell nothing more.
                _checks.Exactly(1, NoticeKind.Contained);
                _checks.Empty(_world.Respond);
                break;
            case Stage.Release:
                _checks.Exactly(isReleased ? 1 : 0, NoticeKind.Released);
                _checks.Most(NoticeKind.ReleaseDrifted, kind is FaultKind.DeniedForGood ? 3 : 1);
                _checks.Empty(_world.Release);

                // Versions of the finding that came meanwhile: what a person released stays released.
                _checks.Empty(_world.Respond);
                break;
        }
    }

    private void Expect(ExecutionState state, ExecutionRecord record)
    {
        _checks.Ended(record, state);
        foreach (var change in record.Changes.Where(c => _expected is null && c.Status == ChangeStatus.Failed))
        {
            _checks.Add($"{change.Change.Attribute} of {change.Change.Target}: {change.Error}");
        }
    }

    /// <summary>What is done is not done again.</summary>
    private void CheckRedelivery()
    {
        var before = _world.Sandbox.Calls.Count;
        _world.Respond.Send(_scenario.Document());
        _world.Simulator.RunUntilQuiet();
        _checks.Add(_world.Sandbox.Calls.Skip(before).Where(c => c.Changes).Select(c => $"delivered again, it made {c}"));
    }
}

/// <summary>What one run came to.</summary>
/// <param name="Call">The call that was struck; empty where none was.</param>
internal sealed record Outcome(int Position, string Call, IReadOnlyList<string> Complaints)
{
    public bool Survived => Complaints.Count == 0 && Call.Length > 0;
}
