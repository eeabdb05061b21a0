namespace Remediator.FaultMatrix.Simulation;

/// <summary>Runs workers on one thread, one call at a time, in an order that a seed decides.</summary>
/// <remarks>
/// Every call of the engine waits here for its turn. Taking a call further runs its worker's code, on this thread, until its next
/// call: what happens between two calls is never interleaved, and everything else is interleaved on purpose.
/// </remarks>
internal sealed class Simulator(SimulatedTime time, Chance chance)
{
    private static readonly TimeSpan CallTime = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<Waiting> _waiting = [];
    private readonly List<Worker> _workers = [];
    private long _steps;

    public SimulatedTime Time { get; } = time;

    public Chance Chance { get; } = chance;

    /// <summary>How the next call is chosen.</summary>
    public Turns Turns { get; set; }

    /// <summary>What begins new work where there is some, in order of precedence.</summary>
    public List<IWorkSource> Sources { get; } = [];

    /// <summary>Decides what strikes a call; it is asked once for each.</summary>
    public Func<Call, IStrike?> Strikes { get; set; } = _ => null;

    /// <summary>Calls since the last <see cref="Arm"/>.</summary>
    public List<Call> Calls { get; private set; } = [];

    /// <summary>Where a worker's code left the simulation's thread: then the order is not the seed's alone.</summary>
    public HashSet<string> Escapes { get; } = [];

    /// <summary>Counts calls from one again.</summary>
    public void Arm() => Calls = [];

    public Worker Start(string name, Func<Task> work)
    {
        var worker = new Worker(name);
        _workers.Add(worker);
        worker.Start(work);
        AwaitParked(worker);
        return worker;
    }

    /// <summary>A call's whole way: its turn, what strikes it, its effect.</summary>
    public async Task<T> CallAsync<T>(string name, Func<T> effect, Func<Failure, T> fail, CancellationToken cancel)
    {
        if (Worker.Current is not { } worker)
        {
            return effect();
        }

        await TurnAsync(worker, name);
        cancel.ThrowIfCancellationRequested();
        var call = new Call(name, worker) { Position = Calls.Count + 1 };
        Calls.Add(call);
        Time.Advance(CallTime);
        return Strikes(call) is { } strike ? await strike.HitAsync(this, call, effect, fail) : effect();
    }

    /// <summary>Waits until the simulation takes this worker further.</summary>
    public Task TurnAsync(Worker worker, string call)
    {
        var waiting = new Waiting(worker);
        lock (_lock)
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                Escapes.Add($"before {call}");
            }

            worker.Pending++;
            _waiting.Add(waiting);
        }

        return waiting.Turn.Task;
    }

    /// <summary>Goes on until nothing waits and nothing is left to begin.</summary>
    /// <exception cref="InvalidOperationException">It does not come to rest.</exception>
    public void RunUntilQuiet(long most = 100_000)
    {
        for (var end = _steps + most; ; _steps++)
        {
            if (_steps > end)
            {
                throw new InvalidOperationException($"not quiet after {most} steps");
            }

            if (TakeTurn() is { } next)
            {
                next.Worker.LastStep = _steps;
                next.Turn.SetResult();
                AwaitParked(next.Worker);
            }
            else if (!Sources.Any(s => s.TryStart(this)) && !AdvanceTime())
            {
                _workers.RemoveAll(w => w.IsOver);
                return;
            }
        }
    }

    private bool AdvanceTime()
    {
        var times = Sources.Select(s => s.Next).Append(Time.Next).Concat(Frozen()).OfType<DateTimeOffset>().ToList();
        if (times.Count == 0)
        {
            return false;
        }

        Time.AdvanceTo(times.Min());
        foreach (var worker in _workers.ToList())
        {
            AwaitParked(worker);
        }

        return true;
    }

    private IEnumerable<DateTimeOffset?> Frozen()
    {
        lock (_lock)
        {
            return [.. _waiting.Where(w => !w.Worker.IsDead && w.Worker.FrozenUntil > Time.GetUtcNow()).Select(w => (DateTimeOffset?)w.Worker.FrozenUntil)];
        }
    }

    private Waiting? TakeTurn()
    {
        lock (_lock)
        {
            _waiting.RemoveAll(w => w.Worker.IsDead);
            var now = Time.GetUtcNow();
            var able = _waiting.Where(w => w.Worker.FrozenUntil <= now);
            var chosen = Turns switch
            {
                Turns.InOrder => able.FirstOrDefault(),
                Turns.Alternating => able.MinBy(w => w.Worker.LastStep),
                Turns.Random => able.ToList() is { Count: > 0 } all ? all[Chance.Below(all.Count)] : null,
                _ => throw new InvalidOperationException($"unknown turns {Turns}"),
            };
            if (chosen is not null)
            {
                _waiting.Remove(chosen);
                chosen.Worker.Pending--;
            }

            return chosen;
        }
    }

    /// <summary>A worker that neither waits nor is over runs on another thread: wait for it, and count that.</summary>
    private void AwaitParked(Worker worker)
    {
        if (worker.IsOver || worker.Pending > 0)
        {
            return;
        }

        lock (_lock)
        {
            Escapes.Add($"after {Calls.LastOrDefault()?.Name}");
        }

        if (!SpinWait.SpinUntil(() => worker.IsOver || worker.Pending > 0, TimeSpan.FromSeconds(60)))
        {
            throw new InvalidOperationException($"{worker.Name} waits for something outside the simulation");
        }
    }

    private sealed record Waiting(Worker Worker)
    {
        public TaskCompletionSource Turn { get; } = new();
    }
}

/// <summary>How the next call is chosen among those that wait.</summary>
internal enum Turns
{
    /// <summary>First come, first served.</summary>
    InOrder,

    /// <summary>The worker that has waited longest.</summary>
    Alternating,

    /// <summary>Any of them, as the seed says.</summary>
    Random,
}

/// <summary>Begins new work when the simulation has room for it.</summary>
internal interface IWorkSource
{
    /// <summary>When there is work the next time; null for never.</summary>
    DateTimeOffset? Next { get; }

    /// <summary>Begins what is due now; false where nothing is.</summary>
    bool TryStart(Simulator simulator);
}

/// <summary>What happens to one call.</summary>
internal interface IStrike
{
    Task<T> HitAsync<T>(Simulator simulator, Call call, Func<T> effect, Func<Failure, T> fail);
}
