using System.Text.Json;

namespace Amazon.Lambda.SQSEvents;

/// <summary>A batch of queue messages, with what a function needs of each.</summary>
public sealed class SQSEvent
{
    public List<SQSMessage> Records { get; set; } = [];

    /// <remarks>Without the serializer, whose metadata a cold start would wait for.</remarks>
    /// <exception cref="JsonException">It is not a batch of queue messages.</exception>
    public static SQSEvent Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(nameof(Records), out var records) || records.ValueKind != JsonValueKind.Array)
            throw new JsonException("The event is no batch of queue messages: it has no list 'Records'.");
        var batch = new SQSEvent();
        foreach (var record in records.EnumerateArray())
            batch.Records.Add(SQSMessage.Read(record));
        return batch;
    }

    /// <summary>One message, as often delivered as its attribute ApproximateReceiveCount says.</summary>
    public sealed class SQSMessage
    {
        /// <summary>What a partial batch response names.</summary>
        public string MessageId { get; set; } = "";

        public string? ReceiptHandle { get; set; }

        public string? Body { get; set; }

        /// <summary>SQS's own: ApproximateReceiveCount, SentTimestamp, ...</summary>
        public Dictionary<string, string> Attributes { get; set; } = new(StringComparer.Ordinal);

        internal static SQSMessage Read(JsonElement record)
        {
            if (record.ValueKind != JsonValueKind.Object)
                throw new JsonException($"A record of the batch is no object but {record.ValueKind}.");
            var message = new SQSMessage();
            foreach (var property in record.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "messageId":
                        message.MessageId = Text(property) ?? "";
                        break;
                    case "receiptHandle":
                        message.ReceiptHandle = Text(property);
                        break;
                    case "body":
                        message.Body = Text(property);
                        break;
                    case "attributes" when property.Value.ValueKind == JsonValueKind.Object:
                        foreach (var attribute in property.Value.EnumerateObject())
                            message.Attributes[attribute.Name] = Text(attribute) ?? "";
                        break;
                }
            }

            return message;
        }

        private static string? Text(JsonProperty property) => property.Value.ValueKind switch
        {
            JsonValueKind.String => property.Value.GetString(),
            JsonValueKind.Null => null,
            var other => throw new JsonException($"'{property.Name}' of a queue message is no text but {other}."),
        };
    }
}
