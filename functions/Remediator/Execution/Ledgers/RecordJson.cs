using System.Text.Json;
using System.Text.Json.Serialization;
using Remediator.Notifications;
using Remediator.Sweeping;

namespace Remediator.Execution.Ledgers;

/// <summary>The stored form of records: stable names, attribute values as the JSON that they are.</summary>
public static class RecordJson
{
    public static string Write(ExecutionRecord record) => JsonSerializer.Serialize(record, RecordJsonContext.Default.ExecutionRecord);

    public static string Write(OutboxEntry entry) => JsonSerializer.Serialize(entry, RecordJsonContext.Default.OutboxEntry);

    public static string Write(AuditEntry entry) => JsonSerializer.Serialize(entry, RecordJsonContext.Default.AuditEntry);

    /// <exception cref="JsonException">The text is not a record.</exception>
    public static ExecutionRecord ReadRecord(string json) =>
        JsonSerializer.Deserialize(json, RecordJsonContext.Default.ExecutionRecord) ?? throw new JsonException("an execution record is missing");

    /// <exception cref="JsonException">The text is not an outbox entry.</exception>
    public static OutboxEntry ReadEntry(string json) =>
        JsonSerializer.Deserialize(json, RecordJsonContext.Default.OutboxEntry) is { Id: not null, Record: not null, Channels.IsDefault: false } entry
            ? entry
            : throw new JsonException("the outbox entry lacks its id, its channels or its record");

    /// <exception cref="JsonException">The text is not an audit entry.</exception>
    public static AuditEntry ReadAudit(string json) =>
        JsonSerializer.Deserialize(json, RecordJsonContext.Default.AuditEntry) ?? throw new JsonException("an audit entry is missing");
}

/// <summary>Serializers written at build time: what trimming and Native AOT need.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(AttributeValueConverter), typeof(WrittenValueConverter), typeof(SeverityConverter), typeof(VerdictConverter)])]
[JsonSerializable(typeof(ExecutionRecord))]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(UnmatchedFinding))]
[JsonSerializable(typeof(StoredExecution))]
[JsonSerializable(typeof(SweepRun))]
internal sealed partial class RecordJsonContext : JsonSerializerContext;
