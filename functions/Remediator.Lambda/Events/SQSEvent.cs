using System.Text.Json.Serialization;

namespace Amazon.Lambda.SQSEvents;

/// <summary>A batch of queue messages.</summary>
public sealed class SQSEvent
{
    [JsonPropertyName("Records")]
    public List<SQSMessage> Records { get; set; } = [];

    /// <summary>One message, as often delivered as its attribute ApproximateReceiveCount says.</summary>
    public sealed class SQSMessage
    {
        /// <summary>What a partial batch response names.</summary>
        public string MessageId { get; set; } = "";

        public string? ReceiptHandle { get; set; }

        public string? Body { get; set; }

        public string? Md5OfBody { get; set; }

        public string? EventSource { get; set; }

        [JsonPropertyName("eventSourceARN")]
        public string? EventSourceArn { get; set; }

        public string? AwsRegion { get; set; }

        /// <summary>SQS's own: ApproximateReceiveCount, SentTimestamp, ...</summary>
        public Dictionary<string, string> Attributes { get; set; } = [];

        /// <summary>The sender's.</summary>
        public Dictionary<string, MessageAttribute> MessageAttributes { get; set; } = [];
    }

    /// <summary>A value that the sender put beside the body.</summary>
    public sealed class MessageAttribute
    {
        public string? DataType { get; set; }

        /// <summary>Set for the data types String and Number.</summary>
        public string? StringValue { get; set; }

        /// <summary>Set for the data type Binary.</summary>
        public byte[]? BinaryValue { get; set; }
    }
}
