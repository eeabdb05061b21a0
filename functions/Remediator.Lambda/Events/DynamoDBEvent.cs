using System.Text.Json.Serialization;

namespace Amazon.Lambda.DynamoDBEvents;

/// <summary>A batch of item changes from a table's stream.</summary>
public sealed class DynamoDBEvent
{
    [JsonPropertyName("Records")]
    public List<DynamodbStreamRecord> Records { get; set; } = [];

    /// <summary>One change of one item.</summary>
    public sealed class DynamodbStreamRecord
    {
        [JsonPropertyName("eventID")]
        public string? EventID { get; set; }

        /// <summary>INSERT, MODIFY or REMOVE.</summary>
        public string? EventName { get; set; }

        public string? EventSource { get; set; }

        [JsonPropertyName("eventSourceARN")]
        public string? EventSourceArn { get; set; }

        public string? EventVersion { get; set; }

        public string? AwsRegion { get; set; }

        public StreamRecord Dynamodb { get; set; } = new();

        /// <summary>Set when DynamoDB itself removed the item because its time to live was over.</summary>
        public Identity? UserIdentity { get; set; }
    }

    /// <summary>The item before and after.</summary>
    public sealed class StreamRecord
    {
        /// <summary>Seconds since 1970.</summary>
        [JsonPropertyName("ApproximateCreationDateTime")]
        public double? ApproximateCreationDateTime { get; set; }

        [JsonPropertyName("Keys")]
        public Dictionary<string, AttributeValue> Keys { get; set; } = [];

        /// <summary>Null for REMOVE, and where the stream's view type leaves it out.</summary>
        [JsonPropertyName("NewImage")]
        public Dictionary<string, AttributeValue>? NewImage { get; set; }

        /// <summary>Null for INSERT, and where the stream's view type leaves it out.</summary>
        [JsonPropertyName("OldImage")]
        public Dictionary<string, AttributeValue>? OldImage { get; set; }

        /// <summary>What a partial batch response names.</summary>
        [JsonPropertyName("SequenceNumber")]
        public string SequenceNumber { get; set; } = "";

        [JsonPropertyName("SizeBytes")]
        public long SizeBytes { get; set; }

        [JsonPropertyName("StreamViewType")]
        public string? StreamViewType { get; set; }
    }

    /// <summary>Who made the change.</summary>
    public sealed class Identity
    {
        public string? PrincipalId { get; set; }

        public string? Type { get; set; }
    }
}
