namespace Remediator.Notifications;

/// <summary>The side of the ledger that the notifier sees: what people must be told, and what they were told.</summary>
/// <remarks>
/// Entries come without the raw finding: the execution's record has it. Delivery is at least once: a worker that dies between a
/// message and its receipt makes a second message, never a lost one.
/// </remarks>
public interface IOutbox
{
    /// <summary>Entries with a channel that has no receipt yet, the oldest first.</summary>
    /// <param name="since">Nothing that is older.</param>
    Task<IReadOnlyList<OutboxEntry>> ListPendingAsync(int limit, CancellationToken cancel, DateTimeOffset since = default);

    /// <summary>The deliveries of one entry so far.</summary>
    Task<IReadOnlyList<DeliveryReceipt>> ListReceiptsAsync(OutboxEntry entry, CancellationToken cancel);

    /// <summary>Records a delivery; the first receipt of a channel stands.</summary>
    Task RecordReceiptAsync(OutboxEntry entry, DeliveryReceipt receipt, CancellationToken cancel);
}

/// <summary>Proof that a channel took a message.</summary>
/// <param name="EntryId">The outbox entry.</param>
/// <param name="Channel"><c>slack</c>, <c>email</c>.</param>
/// <param name="At">When the channel answered.</param>
/// <param name="Reference">The channel's own id of the message, where it gives one.</param>
public sealed record DeliveryReceipt(string EntryId, string Channel, DateTimeOffset At, string? Reference = null)
{
    /// <summary>How the reference begins of a message that was sent to nobody; no channel's own id begins so.</summary>
    public const string Skip = "not sent: ";

    /// <summary>The channel is not set up: nothing waits for it any more, and nobody was told by it.</summary>
    public bool IsSkipped => Reference?.StartsWith(Skip, StringComparison.Ordinal) == true;
}
