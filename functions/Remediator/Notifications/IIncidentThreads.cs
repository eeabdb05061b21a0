namespace Remediator.Notifications;

/// <summary>Keeps which message the thread of an incident hangs on, so that all notifiers agree.</summary>
public interface IIncidentThreads
{
    /// <summary>The message to reply to, or the right to post it.</summary>
    /// <param name="key">Which thread.</param>
    /// <param name="owner">The message that asks; asking again for the same one is answered the same.</param>
    /// <param name="lost">A first message that is gone: whoever says so first may post another.</param>
    Task<ThreadPlace> EnterAsync(ThreadKey key, string owner, string? lost, CancellationToken cancel);

    /// <summary>The first message was posted; without effect where another one has taken its place.</summary>
    Task OpenAsync(ThreadKey key, string owner, string message, CancellationToken cancel);

    /// <summary>The first message was not posted: another may be.</summary>
    Task AbandonAsync(ThreadKey key, string owner, CancellationToken cancel);
}

/// <summary>One thread: of a finding, in a channel.</summary>
public sealed record ThreadKey(string FindingId, string Channel);

/// <summary>Where a message goes.</summary>
public abstract record ThreadPlace
{
    /// <summary>How long one may take to post the first message; longer than a delivery with all its attempts.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromSeconds(50);

    private ThreadPlace()
    {
    }

    /// <summary>Into the thread below this message.</summary>
    public sealed record Reply(string Parent) : ThreadPlace;

    /// <summary>It is the first message.</summary>
    public sealed record First : ThreadPlace;

    /// <summary>Somebody else posts the first message just now.</summary>
    public sealed record Taken : ThreadPlace;
}
