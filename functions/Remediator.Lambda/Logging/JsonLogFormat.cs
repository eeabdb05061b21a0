using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Remediator.Lambda;

/// <summary>One JSON object per record, with the keys that Lambda's log filters and CloudWatch know.</summary>
internal static class JsonLogFormat
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Logs are read by people and never by a browser.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Two fields of one name are the caller's matter; a log must not throw over them.
        SkipValidation = true,
    };

    public static void Write(IBufferWriter<byte> output, LogRecord record)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("timestamp", record.Timestamp);
        writer.WriteString("level", record.LevelName);
        if (record.Invocation is { } invocation)
        {
            writer.WriteString("requestId", invocation.RequestId);
            if (invocation.TraceId is { } traceId) writer.WriteString("traceId", traceId);
            if (invocation.TenantId is { } tenantId) writer.WriteString("tenantId", tenantId);
        }

        writer.WriteString("message", record.Message);
        foreach (var (name, value) in record.Fields) WriteField(writer, IsOwn(name) ? "_" + name : name, value);
        if (record.Exception is { } exception) WriteException(writer, exception);
        writer.WriteEndObject();
    }

    private static bool IsOwn(string name) => name is
        "timestamp" or "level" or "requestId" or "traceId" or "tenantId" or "message" or "errorType" or "errorMessage" or "stackTrace";

    private static void WriteException(Utf8JsonWriter writer, Exception exception)
    {
        writer.WriteString("errorType", exception.GetType().FullName);
        writer.WriteString("errorMessage", exception.Message);
        writer.WriteStartArray("stackTrace");
        foreach (var line in exception.ToString().Split('\n', StringSplitOptions.TrimEntries)) writer.WriteStringValue(line);
        writer.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case JsonElement json: json.WriteTo(writer); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
