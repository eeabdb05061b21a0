using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Remediator.Notifications;
using Remediator.Sweeping;

namespace Remediator.Execution.Ledgers;

/// <summary>The stored form of records: stable names, attribute values as the JSON that they are.</summary>
/// <remarks>
/// Written and read by hand. A serializer's metadata for these types is some 1,700 methods, which no image can hold compiled
/// (they are generics of the framework over our types): half of the time from a cold start to containment.
/// </remarks>
public static class RecordJson
{
    public static string Write(ExecutionRecord record) => Text(writer => RecordWriting.Write(writer, record));

    public static string Write(OutboxEntry entry) => Text(writer => RecordWriting.Write(writer, entry));

    public static string Write(AuditEntry entry) => Text(writer => RecordWriting.Write(writer, entry));

    /// <exception cref="JsonException">The text is not a record.</exception>
    public static ExecutionRecord ReadRecord(string json)
    {
        using var document = JsonDocument.Parse(json);
        return RecordReading.Record(document.RootElement);
    }

    /// <exception cref="JsonException">The text is not an outbox entry.</exception>
    public static OutboxEntry ReadEntry(string json)
    {
        using var document = JsonDocument.Parse(json);
        return RecordReading.Entry(document.RootElement);
    }

    /// <exception cref="JsonException">The text is not an audit entry.</exception>
    public static AuditEntry ReadAudit(string json)
    {
        using var document = JsonDocument.Parse(json);
        return RecordReading.Audit(document.RootElement);
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

/// <summary>Makes a record a part of a larger document.</summary>
internal sealed class ExecutionRecordConverter : JsonConverter<ExecutionRecord>
{
    public override ExecutionRecord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RecordReading.Record(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, ExecutionRecord value, JsonSerializerOptions options) => RecordWriting.Write(writer, value);
}

/// <summary>Makes an outbox entry a part of a larger document.</summary>
internal sealed class OutboxEntryConverter : JsonConverter<OutboxEntry>
{
    public override OutboxEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RecordReading.Entry(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, OutboxEntry value, JsonSerializerOptions options) => RecordWriting.Write(writer, value);
}

/// <summary>Makes an audit entry a part of a larger document.</summary>
internal sealed class AuditEntryConverter : JsonConverter<AuditEntry>
{
    public override AuditEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RecordReading.Audit(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, AuditEntry value, JsonSerializerOptions options) => RecordWriting.Write(writer, value);
}

/// <summary>Serializers written at build time, for what no urgent response waits for.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UnmatchedFinding))]
[JsonSerializable(typeof(StoredExecution))]
[JsonSerializable(typeof(StoredLease))]
[JsonSerializable(typeof(SweepRun))]
internal sealed partial class RecordJsonContext : JsonSerializerContext;
