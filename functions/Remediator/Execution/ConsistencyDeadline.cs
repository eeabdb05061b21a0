namespace Remediator.Execution;

/// <summary>How long, and how often, AWS is asked again while it may not show yet what was just made: one deadline for all that is asked side by side.</summary>
/// <remarks>
/// It runs from the first answer that is not the one hoped for: who is answered at once waits for nothing. AWS's own waiters for what IAM
/// has just made ask for 20 seconds; a refusal is asked about for less, since it comes of permissions that are seconds old, or stays.
/// The waiting ends before the lease's margin begins, and while the function has the time left to record what it came to.
/// </remarks>
/// <param name="held">The record as it is leased now.</param>
/// <param name="until">When the function's time is over; null where nothing but the lease ends it.</param>
internal sealed class ConsistencyDeadline(TimeProvider clock, RunnerOptions options, Func<ExecutionRecord> held, DateTimeOffset? until)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    /// <summary>A last read whose call times out, and the saves after it.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private DateTimeOffset? _began;

    /// <summary>Asks until an answer needs no patience, or its patience is over; each wait is twice the one before, up to the longest.</summary>
    public async Task<T> AskAsync<T>(Func<Task<(T Answer, Patience Patience)>> ask, CancellationToken cancel)
    {
        for (var wait = FirstWait; ; wait = Lesser(wait * 2, LongestWait))
        {
            var (answer, patience) = await ask().ConfigureAwait(false);
            var left = patience == Patience.None ? TimeSpan.Zero : Began + Allowed(patience) - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return answer;
            }

            await Task.Delay(Lesser(wait, left), clock, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The time that is waited in all, for people: the same words for the same failure, however long each call took.</summary>
    public string Told(Patience patience) => $"{Math.Floor(Allowed(patience).TotalSeconds)} s";

    private DateTimeOffset Began
    {
        get
        {
            lock (_lock)
            {
                return _began ??= clock.GetUtcNow();
            }
        }
    }

    private TimeSpan Allowed(Patience patience)
    {
        var asked = patience == Patience.Brief ? options.RefusalDeadline : options.ConsistencyDeadline;
        var latest = Lesser((held().LeaseUntil ?? DateTimeOffset.MinValue) - options.LeaseMargin - Began, until - Reserve - Began ?? asked);
        return latest < TimeSpan.Zero ? TimeSpan.Zero : Lesser(asked, latest);
    }

    private static TimeSpan Lesser(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>How long it is worth asking again after an answer.</summary>
internal enum Patience
{
    /// <summary>It is the answer.</summary>
    None,

    /// <summary>Waiting seldom mends it.</summary>
    Brief,

    /// <summary>What was just made may not show yet.</summary>
    Full,
}
