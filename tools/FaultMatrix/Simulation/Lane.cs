namespace Remediator.FaultMatrix.Simulation;

/// <summary>A queue that delivers at least once, each message to a worker of its own.</summary>
/// <param name="handle">What one delivery does: true when the queue may forget the message.</param>
internal sealed class Lane(string name, SimulatedTime time, TimeSpan visibility, int deliveries, Func<Letter, string, Task<bool>> handle) : IWorkSource
{
    private readonly List<Letter> _letters = [];
    private readonly Dictionary<Worker, Letter> _at = [];
    private int _sent;

    /// <summary>Whether messages are handed out at all.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Workers at once.</summary>
    public int MostWorkers { get; set; } = int.MaxValue;

    public List<(string Body, string Reason)> Dead { get; } = [];

    public IReadOnlyList<Letter> Letters => _letters;

    public DateTimeOffset? Next => !IsOpen || _letters.Count == 0 || Busy >= MostWorkers
        ? null
        : _letters.Min(l => l.VisibleAt) is var next && next > time.GetUtcNow() ? next : time.GetUtcNow();

    private int Busy => _at.Keys.Count(w => !w.IsOver);

    public void Send(string body, TimeSpan after = default) => _letters.Add(new Letter($"{name}-{++_sent}", body) { VisibleAt = time.GetUtcNow() + after });

    /// <summary>The worker's message comes again although it is being worked on.</summary>
    public void Again(Worker worker, TimeSpan after)
    {
        if (_at.TryGetValue(worker, out var letter))
        {
            Send(letter.Body, after);
        }
    }

    /// <summary>The dead letters come again.</summary>
    public void Redrive()
    {
        var dead = Dead.ToList();
        Dead.Clear();
        dead.ForEach(d => Send(d.Body));
    }

    /// <summary>The message becomes visible earlier or later than its timeout says.</summary>
    public void Delay(string receipt, TimeSpan delay)
    {
        if (_letters.FirstOrDefault(l => l.Receipt == receipt) is { } letter)
        {
            letter.VisibleAt = time.GetUtcNow() + delay;
        }
    }

    public bool TryStart(Simulator simulator)
    {
        var now = time.GetUtcNow();
        if (!IsOpen || Busy >= MostWorkers || _letters.FirstOrDefault(l => l.VisibleAt <= now) is not { } letter)
        {
            return false;
        }

        if (letter.Deliveries >= deliveries)
        {
            _letters.Remove(letter);
            Dead.Add((letter.Body, "received too often"));
            return true;
        }

        letter.Deliveries++;
        letter.VisibleAt = now + visibility;
        var worker = simulator.Start($"{letter.Id}/{letter.Deliveries}", () => DeliverAsync(letter, $"{letter.Id}/{letter.Deliveries}"));
        if (!worker.IsOver)
        {
            _at[worker] = letter;
        }

        return true;
    }

    /// <summary>Which message a worker is at.</summary>
    public Letter? Of(Worker worker) => _at.GetValueOrDefault(worker);

    private async Task DeliverAsync(Letter letter, string worker)
    {
        var me = Worker.Current!;
        if (await handle(letter, worker))
        {
            _letters.Remove(letter);
        }

        _at.Remove(me);
    }
}

/// <summary>One message and where it stands.</summary>
internal sealed class Letter(string id, string body)
{
    public string Id => id;

    public string Body => body;

    public int Deliveries { get; set; }

    public DateTimeOffset VisibleAt { get; set; }

    /// <summary>Names this delivery.</summary>
    public string Receipt => $"{id}#{Deliveries}";
}
