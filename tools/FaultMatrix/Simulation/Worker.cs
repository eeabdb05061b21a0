namespace Remediator.FaultMatrix.Simulation;

/// <summary>One simulated process: it stops where the simulation kills or freezes it.</summary>
internal sealed class Worker(string name)
{
    private static readonly AsyncLocal<Worker?> Running = new();

    /// <summary>Whose code is running; null outside the simulation, where calls take effect at once.</summary>
    public static Worker? Current => Running.Value;

    public string Name { get; } = name;

    public Task Work { get; private set; } = Task.CompletedTask;

    /// <summary>Its code never runs again.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Until then none of its calls is taken further.</summary>
    public DateTimeOffset FrozenUntil { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Calls and timers that will take it further.</summary>
    public int Pending { get; set; }

    /// <summary>When it was last taken further, counted in steps.</summary>
    public long LastStep { get; set; }

    public bool IsOver => IsDead || Work.IsCompleted;

    public void Kill() => IsDead = true;

    /// <summary>Does something that is none of the simulation: its calls take effect at once.</summary>
    public static T Outside<T>(Func<Task<T>> work)
    {
        var before = Running.Value;
        Running.Value = null;
        try
        {
            return work() is { IsCompleted: true } done ? done.GetAwaiter().GetResult() : throw new InvalidOperationException("it does not end at once");
        }
        finally
        {
            Running.Value = before;
        }
    }

    /// <summary>Runs until the work waits for its first call.</summary>
    public void Start(Func<Task> work)
    {
        var before = Running.Value;
        Running.Value = this;
        Work = work();
        Running.Value = before;
    }
}
