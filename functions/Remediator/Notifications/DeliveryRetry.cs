namespace Remediator.Notifications;

/// <summary>One attempt: an end, or a reason to try again.</summary>
internal abstract record DeliveryAttempt
{
    private DeliveryAttempt()
    {
    }

    public sealed record Done(DeliveryResult Result) : DeliveryAttempt;

    /// <param name="After">What the other side asks to wait; null to leave it to us.</param>
    public sealed record Again(string Reason, TimeSpan? After = null) : DeliveryAttempt;
}

/// <summary>How often and how long one delivery is tried before its failure is handed on to the queue, which tries later.</summary>
public sealed record DeliveryRetry
{
    public int Attempts { get; init; } = 4;

    /// <summary>Doubles with every attempt.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No attempt begins later than this after the first did: with its time-out it still ends within the function's own.</summary>
    public TimeSpan LastBegin { get; init; } = TimeSpan.FromSeconds(30);

    internal async Task<DeliveryResult> RunAsync(Func<Task<DeliveryAttempt>> attempt, TimeProvider time, CancellationToken cancel)
    {
        var (wait, start) = (FirstWait, time.GetTimestamp());
        for (var n = 1; ; n++)
        {
            switch (await attempt().ConfigureAwait(false))
            {
                case DeliveryAttempt.Done done:
                    return done.Result;
                case DeliveryAttempt.Again again:
                    var next = again.After ?? wait;
                    if (n >= Attempts)
                    {
                        return new DeliveryResult.Failed(FailureKind.Temporary, $"{again.Reason}, after {PlainWords.Count(n, "attempt")}");
                    }

                    if (time.GetElapsedTime(start) + next > LastBegin)
                    {
                        return new DeliveryResult.Failed(FailureKind.Temporary, $"{again.Reason}, and the next attempt would be {next.TotalSeconds:0} s away");
                    }

                    await Task.Delay(next, time, cancel).ConfigureAwait(false);
                    wait += wait;
                    break;
                default:
                    throw new InvalidOperationException("unknown attempt");
            }
        }
    }
}
