namespace Remediator.FaultMatrix.Simulation;

/// <summary>A clock that stands still until the simulation has nothing else to do.</summary>
internal sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Due> _timers = [];
    private DateTimeOffset _now = start;

    /// <summary>When the next timer is due; null for none.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (_lock)
            {
                _timers.RemoveAll(t => t.Owner is { IsDead: true });
                return _timers.Count == 0 ? null : _timers.Min(t => t.At);
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by;

    /// <summary>Moves to a time and lets the timers until then run, in their order.</summary>
    public void AdvanceTo(DateTimeOffset at)
    {
        _now = at > _now ? at : _now;
        while (TakeDue() is { } due)
        {
            due.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Due(this, () => callback(state), Worker.Current);
        timer.Change(dueTime, period);
        return timer;
    }

    private Due? TakeDue()
    {
        lock (_lock)
        {
            var due = _timers.Where(t => t.At <= _now).MinBy(t => t.At);
            if (due is not null)
            {
                Remove(due);
            }

            return due;
        }
    }

    private void Remove(Due timer)
    {
        if (_timers.Remove(timer) && timer.Owner is { } owner)
        {
            owner.Pending--;
        }
    }

    private sealed class Due(SimulatedTime time, Action fire, Worker? owner) : ITimer
    {
        public DateTimeOffset At { get; private set; }

        public Worker? Owner => owner;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    At = time._now + dueTime;
                    time._timers.Add(this);
                    if (owner is not null)
                    {
                        owner.Pending++;
                    }
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
