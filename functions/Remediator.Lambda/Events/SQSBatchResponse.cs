using System.Buffers;
using System.Text.Json;

namespace Amazon.Lambda.SQSEvents;

/// <summary>Names the messages that SQS shall deliver again; all others are done.</summary>
/// <remarks>The event source mapping must have ReportBatchItemFailures, else SQS takes every answer as success.</remarks>
public sealed class SQSBatchResponse
{
    public List<BatchItemFailure> BatchItemFailures { get; set; } = [];

    /// <summary>As JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("batchItemFailures");
            foreach (var failure in BatchItemFailures)
            {
                writer.WriteStartObject();
                writer.WriteString("itemIdentifier", failure.ItemIdentifier);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>One message that was not done.</summary>
    public sealed class BatchItemFailure
    {
        /// <summary>The MessageId; an unknown or empty one makes the whole batch fail.</summary>
        public string ItemIdentifier { get; set; } = "";
    }
}
