using Amazon.SQS;
using Amazon.SQS.Model;
using Remediator.FindingSources;

namespace Remediator.Sweeping;

/// <summary>Takes a finding into the lane that its event should have come by.</summary>
public interface ILaneQueues
{
    Task SendAsync(Lane lane, string body, CancellationToken cancel);
}

/// <summary>The queues of a deployment.</summary>
public sealed class LaneQueues(IAmazonSQS sqs, string urgent, string posture) : ILaneQueues
{
    public Task SendAsync(Lane lane, string body, CancellationToken cancel) =>
        sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = lane == Lane.Urgent ? urgent : posture, MessageBody = body }, cancel);
}
