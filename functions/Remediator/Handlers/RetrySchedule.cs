namespace Remediator.Handlers;

/// <summary>When a finding that could not be answered is tried again: seconds at first, then twice as long each time.</summary>
/// <remarks>
/// Five seconds after the first failure, so that an urgent finding does not wait for the queue's visibility timeout. Ten deliveries
/// take 36 minutes: an outage of half an hour leaves nothing in the dead-letter queue. No jitter: each message fails at a time of its
/// own, and the queue spreads them over the functions.
/// </remarks>
public static class RetrySchedule
{
    /// <summary>After the last one the message goes into the dead-letter queue.</summary>
    public const int Deliveries = 10;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <param name="delivery">Which one has just failed; the first is 1.</param>
    public static TimeSpan After(int delivery)
    {
        var wait = First * Math.Pow(2, Math.Clamp(delivery, 1, Deliveries) - 1);
        return wait < Longest ? wait : Longest;
    }
}
