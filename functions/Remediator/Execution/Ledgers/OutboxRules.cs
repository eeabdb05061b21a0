using Remediator.Notifications;

namespace Remediator.Execution.Ledgers;

/// <summary>Which entries still wait, for the ledgers that keep an execution in one piece.</summary>
internal static class OutboxRules
{
    public static IReadOnlyList<OutboxEntry> Pending(IEnumerable<StoredExecution> executions, int limit, DateTimeOffset since) =>
        [.. executions
            .SelectMany(x => x.Outbox.Where(entry => !IsDelivered(entry, Receipts(x, entry))))
            .Where(e => e.Record.UpdatedAt >= since)
            .OrderBy(e => e.Record.UpdatedAt)
            .Take(limit)];

    public static IReadOnlyList<DeliveryReceipt> Receipts(StoredExecution? stored, OutboxEntry entry) =>
        [.. stored?.Receipts.Where(r => r.EntryId == entry.Id) ?? []];

    /// <summary>The first receipt of a channel stands: a second delivery does not rewrite when people were told.</summary>
    public static StoredExecution Record(StoredExecution stored, DeliveryReceipt receipt) =>
        stored.Receipts.Any(r => r.EntryId == receipt.EntryId && r.Channel == receipt.Channel)
            ? stored
            : stored with { Receipts = [.. stored.Receipts, receipt] };

    public static bool IsDelivered(OutboxEntry entry, IReadOnlyList<DeliveryReceipt> receipts) =>
        entry.Channels.All(channel => receipts.Any(r => r.Channel == channel));
}
