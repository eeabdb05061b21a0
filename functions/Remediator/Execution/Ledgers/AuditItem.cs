using Remediator.Controls.Stores;
using Image = System.Collections.Generic.IReadOnlyDictionary<string, Amazon.Lambda.DynamoDBEvents.AttributeValue>;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <summary>An audit entry, or the record of a change of controls, as the table has it, whether its stream brings it or somebody reads it.</summary>
/// <param name="Text">The body where it is short.</param>
/// <param name="Packed">The body where it is compressed.</param>
public sealed record AuditItem(string Partition, string Sort, string? Text, byte[]? Packed)
{
    /// <summary>Of a stream record's new image; null for any other item.</summary>
    public static AuditItem? Of(Image? image)
    {
        if (image?.GetValueOrDefault(LedgerTable.SortKey)?.S is not { } sort || !(sort.StartsWith(LedgerTable.AuditPrefix, StringComparison.Ordinal) || sort.StartsWith(DynamoDbControlStore.HistoryPrefix, StringComparison.Ordinal)))
        {
            return null;
        }

        var body = image.GetValueOrDefault(LedgerItems.Body);
        return new AuditItem(image.GetValueOrDefault(LedgerTable.PartitionKey)?.S ?? "", sort, body?.S, body?.B);
    }

    internal static AuditItem Of(Item item)
    {
        var body = item.GetValueOrDefault(LedgerItems.Body);
        return new AuditItem(item[LedgerTable.PartitionKey].S, item[LedgerTable.SortKey].S, body?.S, body?.B?.ToArray());
    }

    /// <summary>Whether it tells that a control was set or removed.</summary>
    public bool IsControl => Sort.StartsWith(DynamoDbControlStore.HistoryPrefix, StringComparison.Ordinal);

    /// <summary>When a control was changed, its id, and the JSON as stored.</summary>
    /// <exception cref="FormatException">This version cannot read the key.</exception>
    /// <exception cref="InvalidDataException">It is not what was compressed.</exception>
    public (DateTimeOffset At, string ControlId, string Json) ReadControl() => Sort.Split('#', 3) is [_, var at, var control]
        ? (LedgerItems.Time(at), control, PackedText.Unpack(Text, Packed))
        : throw new FormatException($"'{Sort}' names no time and control");

    /// <summary>The entry, and its JSON as stored.</summary>
    /// <exception cref="System.Text.Json.JsonException">This version cannot read it.</exception>
    /// <exception cref="InvalidDataException">It is not what was compressed.</exception>
    public (AuditEntry Entry, string Json) Read()
    {
        var json = PackedText.Unpack(Text, Packed);
        return (RecordJson.ReadAudit(json), json);
    }

    /// <summary>The body as it is stored, readable or not: packed bytes in base64.</summary>
    public string Bare() => Text ?? Convert.ToBase64String(Packed ?? []);
}
