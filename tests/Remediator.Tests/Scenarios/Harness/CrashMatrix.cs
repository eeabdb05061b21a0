using System.Collections.Concurrent;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Notifications;

namespace Remediator.Tests.Scenarios.Harness;

/// <summary>What strikes one call.</summary>
public enum Blow
{
    /// <summary>The worker's process dies before the call takes effect.</summary>
    KilledBefore,

    /// <summary>The call takes effect and the worker's process dies before it hears of it.</summary>
    KilledAfter,

    /// <summary>The connection breaks before the call takes effect; the worker lives.</summary>
    LostBefore,

    /// <summary>The call takes effect and its answer is lost; the worker lives.</summary>
    LostAfter,

    /// <summary>AWS refuses once: an internal error, a throttle or a missing permission, by turns.</summary>
    Refused,
}

/// <summary>Strikes every call of a response, one in each run, and delivers the event again.</summary>
/// <remarks>Calls are named by operation and occurrence, so that a case means the same however the parallel ones overtake each other.</remarks>
internal static class CrashMatrix
{
    private static readonly Fault[] Refusals = [Fault.InternalError, Fault.Throttle, Fault.AccessDenied];

    /// <summary>The complaints of all cases, each with the case it is from.</summary>
    public static async Task<IReadOnlyList<string>> AwsCallsAsync(Incident incident, Blow blow)
    {
        var calls = await CallsAsync(incident);
        return await AllAsync(
            calls.Select((call, i) => new Case($"{blow} {call.Operation} {call.Nth}", (run, process) => Strike(run.Sandbox, call, Of(blow, i, process)))),
            incident,
            DisturbedResponseAsync);
    }

    public static async Task<IReadOnlyList<string>> LedgerCallsAsync(Incident incident, Blow blow)
    {
        await using var undisturbed = await ScenarioRun.StartAsync(incident);
        await undisturbed.ContainAsync();
        return await AllAsync(
            Enumerable.Range(1, undisturbed.Ledger.Calls).Select(i => new Case($"{blow} ledger call {i}", (run, process) => Strike(run.Ledger, i, blow, process))),
            incident,
            DisturbedResponseAsync);
    }

    /// <summary>Strikes every call of the release instead.</summary>
    public static async Task<IReadOnlyList<string>> ReleaseCallsAsync(Incident incident, Blow blow)
    {
        await using var undisturbed = await ScenarioRun.StartAsync(incident);
        await undisturbed.ContainAsync();
        var before = undisturbed.Sandbox.Calls.Count;
        await undisturbed.AssertReleasesAsync();
        var calls = Numbered(undisturbed.Sandbox.Calls.Skip(before));
        return await AllAsync(
            calls.Select((call, i) => new Case($"release, {blow} {call.Operation} {call.Nth}", (run, process) => Strike(run.Sandbox, call, Of(blow, i, process)))),
            incident,
            DisturbedReleaseAsync);
    }

    private static async Task<IReadOnlyList<(string Operation, int Nth)>> CallsAsync(Incident incident)
    {
        await using var run = await ScenarioRun.StartAsync(incident);
        await run.ContainAsync();
        return Numbered(run.Sandbox.Calls);
    }

    private static List<(string Operation, int Nth)> Numbered(IEnumerable<SandboxCall> calls) =>
        [.. calls.GroupBy(c => c.Operation, StringComparer.Ordinal).SelectMany(g => g.Select((_, i) => (g.Key, i + 1)))];

    private static async Task<IReadOnlyList<string>> AllAsync(IEnumerable<Case> cases, Incident incident, Func<ScenarioRun, Arrange, Task> run)
    {
        var complaints = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(cases, async (one, _) =>
        {
            await using var scenario = await ScenarioRun.StartAsync(incident);
            try
            {
                await run(scenario, one.Arrange);
            }
            catch (Exception e)
            {
                // Whatever it is, it belongs to this case; the others still count.
                complaints.Add($"{one.Name}: {e.Message}");
            }
        });
        return [.. complaints.Order(StringComparer.Ordinal)];
    }

    private static async Task DisturbedResponseAsync(ScenarioRun run, Arrange arrange)
    {
        using (var process = new CancellationTokenSource())
        {
            var wasStruck = arrange(run, process);
            await UntilItDiesAsync(() => run.DeliverAsync(cancel: process.Token));
            Assert.True(wasStruck(), "nothing was struck");
        }

        await run.AssertNoFalseClaimAsync();
        run.Sandbox.Faults.Clear();
        run.Ledger.Clear();
        await run.DeliverAsync();

        var record = await run.RecordAsync();
        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure}");
        run.AssertContained();
        Assert.Equal(NoticeKind.Contained, run.News[^1]);
        Assert.Single(run.News, NoticeKind.Contained);
        Assert.True(run.News.Count <= 2, string.Join(", ", run.News));

        var calls = run.Sandbox.Calls.Count;
        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
        Assert.Empty(run.ChangesSince(calls));
        await run.AssertReleasesAsync();
    }

    private static async Task DisturbedReleaseAsync(ScenarioRun run, Arrange arrange)
    {
        await run.ContainAsync();
        using (var process = new CancellationTokenSource())
        {
            var wasStruck = arrange(run, process);
            await UntilItDiesAsync(() => run.ReleaseAsync(cancel: process.Token));
            Assert.True(wasStruck(), "nothing was struck");
        }

        if ((await run.RecordAsync()).State == ExecutionState.Released || run.News.Contains(NoticeKind.Released))
        {
            Assert.Empty(run.Left());
        }

        run.Sandbox.Faults.Clear();
        if ((await run.RecordAsync()).State == ExecutionState.Released)
        {
            // A read that failed once is made again while the release verifies.
            Assert.IsType<ReleaseResult.NothingToRelease>(await run.ReleaseAsync());
            Assert.Empty(run.Left());
        }
        else
        {
            await run.AssertReleasesAsync();
        }

        Assert.Single(run.News, NoticeKind.Released);
    }

    /// <summary>A dead process answers nothing; one that lost a call may fail as a whole, and its event is delivered again.</summary>
    private static async Task UntilItDiesAsync<T>(Func<Task<T>> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is OperationCanceledException || AwsFailure.IsExpected(e))
        {
        }
    }

    private static Fault Of(Blow blow, int turn, CancellationTokenSource process) => blow switch
    {
        Blow.KilledBefore => new Fault.Kill(false, process.Cancel),
        Blow.KilledAfter => new Fault.Kill(true, process.Cancel),
        Blow.LostBefore => new Fault.DropBeforeEffect(),
        Blow.LostAfter => new Fault.DropAfterEffect(),
        Blow.Refused => Refusals[turn % Refusals.Length],
        _ => throw new InvalidOperationException($"unknown blow {blow}"),
    };

    private static Func<bool> Strike(SandboxServer sandbox, (string Operation, int Nth) call, Fault fault)
    {
        var before = sandbox.Calls.Count;
        sandbox.Faults.On(call.Operation, fault, call.Nth);
        return () => sandbox.Calls.Skip(before).Any(c => c.Operation == call.Operation && c.Error is not null);
    }

    private static Func<bool> Strike(LedgerWatch ledger, int position, Blow blow, CancellationTokenSource process)
    {
        var struck = false;
        void Hit(int at)
        {
            if (at != position)
            {
                return;
            }

            struck = true;
            if (blow is Blow.KilledBefore or Blow.KilledAfter)
            {
                process.Cancel();
                process.Token.ThrowIfCancellationRequested();
            }

            throw new TimeoutException("the ledger does not answer");
        }

        if (blow is Blow.KilledAfter or Blow.LostAfter)
        {
            ledger.After = Hit;
        }
        else
        {
            ledger.Before = Hit;
        }

        return () => struck;
    }

    /// <summary>Prepares the blow; the answer tells whether it fell.</summary>
    private delegate Func<bool> Arrange(ScenarioRun run, CancellationTokenSource process);

    private sealed record Case(string Name, Arrange Arrange);
}
