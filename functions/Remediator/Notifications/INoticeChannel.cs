namespace Remediator.Notifications;

/// <summary>One way to reach people: Slack, email.</summary>
public interface INoticeChannel
{
    /// <summary>The name in a playbook's <c>notify</c> list.</summary>
    string Name { get; }

    /// <summary>Tries, and tries again for as long as that is reasonable; what still failed is in the result.</summary>
    /// <remarks>After a time-out the message may have arrived nevertheless: people may read it twice, but never not at all.</remarks>
    Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel);

    /// <summary>As the other, for what belongs to no one execution.</summary>
    Task<DeliveryResult> SendAsync(Bulletin bulletin, CancellationToken cancel);
}
