namespace Amazon.Lambda.DynamoDBEvents;

/// <summary>Names the stream record to start again from; the ones before it are done.</summary>
public sealed class StreamsEventResponse
{
    public List<BatchItemFailure> BatchItemFailures { get; set; } = [];

    /// <summary>One record that was not done.</summary>
    public sealed class BatchItemFailure
    {
        /// <summary>The record's SequenceNumber.</summary>
        public string ItemIdentifier { get; set; } = "";
    }
}
