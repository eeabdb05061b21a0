using Amazon.SQS;
using Amazon.SQS.Model;

namespace Remediator.Handlers;

/// <summary>Where events go that nobody can read, together with the reason.</summary>
public interface IDeadLetters
{
    Task SendAsync(string body, string reason, CancellationToken cancel);
}

/// <summary>A queue; the reason travels as the message attribute <c>Reason</c>.</summary>
public sealed class QueueDeadLetters(IAmazonSQS sqs, string queueUrl) : IDeadLetters
{
    /// <summary>Message attributes count towards the size of the message.</summary>
    private const int LongestReason = 1024;

    public Task SendAsync(string body, string reason, CancellationToken cancel) => sqs.SendMessageAsync(
        new SendMessageRequest
        {
            QueueUrl = queueUrl,
            MessageBody = body,
            MessageAttributes = new Dictionary<string, MessageAttributeValue>
            {
                ["Reason"] = new() { DataType = "String", StringValue = Printable(reason) },
            },
        },
        cancel);

    /// <summary>SQS takes only what XML 1.0 can hold, and no empty values.</summary>
    private static string Printable(string reason)
    {
        var text = string.Concat(reason.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c < '\uFFFE').Take(LongestReason));
        return text.Length == 0 ? "unknown" : text;
    }
}
