namespace Remediator.Lambda.Tests.Support;

/// <summary>A clock that moves when the test says so, and fires the timers on its way.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private readonly List<(TimeSpan DueTime, TaskCompletionSource Set)> _waiting = [];
    private DateTimeOffset _now = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when the code under test next waits for exactly this long, or does already.</summary>
    public Task TimerSetAsync(TimeSpan dueTime)
    {
        lock (_gate)
        {
            if (_timers.Exists(timer => timer.Due == _now + dueTime)) return Task.CompletedTask;
            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((dueTime, set));
            return set.Task.WaitAsync(TimeSpan.FromSeconds(30), System);
        }
    }

    public void Advance(TimeSpan by)
    {
        Timer[] due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now).OrderBy(timer => timer.Due)];
            foreach (var timer in due) _timers.Remove(timer);
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Fires once: what the loop uses never repeats.</summary>
    private sealed class Timer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time._now + dueTime;
                if (dueTime > TimeSpan.Zero)
                {
                    time._timers.Add(this);
                    foreach (var (awaited, set) in time._waiting) if (awaited == dueTime) set.TrySetResult();
                    return true;
                }
            }

            Fire();
            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
