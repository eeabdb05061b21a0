using Amazon.SQS;
using Amazon.SQS.Model;
using Remediator.Cli.Output;

namespace Remediator.Cli.DeadLetters;

/// <summary>Finds the dead-letter queues of a deployment, shows what is in them, and sends it back.</summary>
/// <remarks>
/// SQS shows a message only by handing it out. What is shown is hidden from others for a moment and then given back; what is sent
/// back is deleted only after the work queue has it, so a crash between the two makes a second delivery, never a lost one.
/// </remarks>
public sealed class DeadLetterDesk(IAmazonSQS sqs)
{
    private const int AtOnce = 10;
    private const int HiddenSeconds = 300;

    /// <summary>Every queue whose name begins so and that is not a work queue.</summary>
    public async Task<IReadOnlyList<DeadLetterQueue>> FindAsync(string prefix, CancellationToken cancel)
    {
        var queues = new List<DeadLetterQueue>();
        string? next = null;
        do
        {
            var answer = await sqs.ListQueuesAsync(new ListQueuesRequest { QueueNamePrefix = prefix, MaxResults = 1000, NextToken = next }, cancel);
            foreach (var url in answer.QueueUrls ?? [])
            {
                queues.Add(new DeadLetterQueue(url, await SourceAsync(url, cancel)));
            }

            next = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return [.. queues.Where(q => queues.All(other => other.Source != q.Url))];
    }

    /// <summary>The queue whose redrive policy names this one.</summary>
    public async Task<string?> SourceAsync(string url, CancellationToken cancel)
    {
        var answer = await sqs.ListDeadLetterSourceQueuesAsync(new ListDeadLetterSourceQueuesRequest { QueueUrl = url }, cancel);
        return answer.QueueUrls is [var source, ..] ? source : null;
    }

    /// <summary>Takes messages out, at most so many; give back what is not sent back.</summary>
    public async Task<IReadOnlyList<DeadLetter>> TakeAsync(DeadLetterQueue queue, int limit, CancellationToken cancel)
    {
        var taken = new Dictionary<string, DeadLetter>(StringComparer.Ordinal);
        while (taken.Count < limit)
        {
            var answer = await sqs.ReceiveMessageAsync(
                new ReceiveMessageRequest
                {
                    QueueUrl = queue.Url,
                    MaxNumberOfMessages = Math.Min(AtOnce, limit - taken.Count),
                    VisibilityTimeout = HiddenSeconds,
                    WaitTimeSeconds = 1,
                    MessageAttributeNames = ["All"],
                    MessageSystemAttributeNames = ["All"],
                },
                cancel);
            if (answer.Messages is not { Count: > 0 } messages)
            {
                break;
            }

            foreach (var message in messages)
            {
                taken[message.MessageId] = new DeadLetter(queue, message);
            }
        }

        return [.. taken.Values.OrderBy(l => l.SentAt)];
    }

    /// <summary>Makes messages visible to others again.</summary>
    public async Task GiveBackAsync(IEnumerable<DeadLetter> letters, CancellationToken cancel)
    {
        foreach (var letter in letters)
        {
            try
            {
                await sqs.ChangeMessageVisibilityAsync(new ChangeMessageVisibilityRequest { QueueUrl = letter.Queue.Url, ReceiptHandle = letter.Message.ReceiptHandle, VisibilityTimeout = 0 }, cancel);
            }
            catch (AmazonSQSException)
            {
                // It becomes visible by itself.
            }
        }
    }

    /// <summary>Into the work queue, and only then out of this one.</summary>
    /// <exception cref="CliException">The lane takes nothing from the caller.</exception>
    public async Task RedriveAsync(DeadLetter letter, string target, CancellationToken cancel)
    {
        try
        {
            await sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = target, MessageBody = letter.Body }, cancel);
        }
        catch (AmazonSQSException e) when (e.ErrorCode is "AccessDenied" or "AccessDeniedException")
        {
            throw new CliException($"{Shown.Text(target)} takes nothing from you: {Shown.Text(e.Message)} A lane denies everybody who is not named in the deployment's setting 'operators' (npx aws-cdk deploy -c operators=ARN,...). The message stays in the dead-letter queue.");
        }

        await sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = letter.Queue.Url, ReceiptHandle = letter.Message.ReceiptHandle }, cancel);
    }
}
