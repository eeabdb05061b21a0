using Amazon.Lambda.DynamoDBEvents;

namespace Remediator.Execution.Ledgers;

/// <summary>Audit entries as the table's stream shows them.</summary>
public static class AuditImage
{
    /// <summary>The entry of a stream record's new image, and its JSON as stored; null for any other item.</summary>
    /// <exception cref="System.Text.Json.JsonException">An audit item that this version cannot read: fail the record, so that it is kept.</exception>
    public static (AuditEntry Entry, string Json)? Read(IReadOnlyDictionary<string, AttributeValue>? newImage)
    {
        if (newImage?.GetValueOrDefault(LedgerTable.SortKey)?.S?.StartsWith(LedgerTable.AuditPrefix, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var body = newImage.GetValueOrDefault(LedgerItems.Body);
        var json = PackedText.Unpack(body?.S, body?.B);
        return (RecordJson.ReadAudit(json), json);
    }

    /// <summary>The body as it is stored, readable or not: packed bytes in base64.</summary>
    public static string Bare(IReadOnlyDictionary<string, AttributeValue> newImage) =>
        newImage.GetValueOrDefault(LedgerItems.Body) is { } body ? body.S ?? Convert.ToBase64String(body.B ?? []) : "";
}
