using Amazon.SQS;
using Amazon.SQS.Model;

namespace Remediator.Handlers;

/// <summary>Decides when a message that was not done comes again.</summary>
public interface IRedelivery
{
    /// <param name="receipt">The handle of this delivery.</param>
    Task DelayAsync(string receipt, TimeSpan delay, CancellationToken cancel);
}

/// <summary>A queue: the message becomes visible again after the delay, instead of after the queue's visibility timeout.</summary>
public sealed class QueueRedelivery(IAmazonSQS sqs, string queueUrl) : IRedelivery
{
    public Task DelayAsync(string receipt, TimeSpan delay, CancellationToken cancel) => sqs.ChangeMessageVisibilityAsync(
        new ChangeMessageVisibilityRequest { QueueUrl = queueUrl, ReceiptHandle = receipt, VisibilityTimeout = (int)delay.TotalSeconds }, cancel);
}
