using Amazon.Lambda.DynamoDBEvents;
using Remediator.Notifications;

namespace Remediator.Execution.Ledgers;

/// <summary>Outbox entries as the table's stream shows them.</summary>
public static class OutboxImage
{
    /// <summary>The entry of a stream record's new image; null for any other item, and for an entry that was delivered already.</summary>
    /// <exception cref="System.Text.Json.JsonException">An outbox item that this version cannot read: fail the record, so that it is kept.</exception>
    public static OutboxEntry? Read(IReadOnlyDictionary<string, AttributeValue>? newImage)
    {
        if (newImage is null
            || newImage.GetValueOrDefault(LedgerTable.SortKey)?.S?.StartsWith(LedgerTable.OutboxPrefix, StringComparison.Ordinal) != true
            || newImage.GetValueOrDefault(LedgerTable.IndexPartitionKey)?.S != LedgerItems.OutboxList)
        {
            return null;
        }

        var body = newImage.GetValueOrDefault(LedgerItems.Body);
        return RecordJson.ReadEntry(PackedText.Unpack(body?.S, body?.B));
    }
}
