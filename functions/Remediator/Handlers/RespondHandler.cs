using System.Globalization;
using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Remediator.Execution;

namespace Remediator.Handlers;

/// <summary>Answers the events of one batch, each for itself: a poison message never takes its neighbours along.</summary>
/// <remarks>
/// What is not done comes again by <see cref="RetrySchedule"/>; after the last delivery it goes into the dead-letter queue with its
/// reason. Where that fails, or the function dies, the queue's own redrive moves it there, without a reason.
/// </remarks>
public sealed class RespondHandler(Responder responder, IDeadLetters? deadLetters, IRedelivery? redelivery)
{
    private const string ReceiveCount = "ApproximateReceiveCount";

    /// <returns>The messages that must be delivered again.</returns>
    public async Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context, CancellationToken cancel)
    {
        var done = await Task.WhenAll(batch.Records.Select(m => HandleAsync(m, context, cancel))).ConfigureAwait(false);
        return new SQSBatchResponse
        {
            BatchItemFailures = [.. batch.Records.Where((_, i) => !done[i]).Select(m => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = m.MessageId })],
        };
    }

    private async Task<bool> HandleAsync(SQSEvent.SQSMessage message, ILambdaContext context, CancellationToken cancel) =>
        await AnswerAsync(message, context, cancel).ConfigureAwait(false) is not { } unfinished
        || await PutOffAsync(message, unfinished, context).ConfigureAwait(false);

    /// <summary>Why the message is not done; null when it is.</summary>
    private async Task<string?> AnswerAsync(SQSEvent.SQSMessage message, ILambdaContext context, CancellationToken cancel)
    {
        try
        {
            var body = message.Body ?? "";
            var worker = $"{context.FunctionName}/{context.AwsRequestId}/{message.MessageId}";
            var responses = await responder.RespondAsync(Encoding.UTF8.GetBytes(body), mode: null, worker, cancel, context.RemainingTime).ConfigureAwait(false);
            foreach (var response in responses)
            {
                ResponseLog.Write(context.Logger, response);
            }

            var rejected = responses.OfType<Response.Rejected>().Where(r => !r.IsHarmless).Select(r => r.Reason).ToList();
            if (responses.FirstOrDefault(r => r.NeedsRedelivery) is { } unfinished)
            {
                // It comes again whole, and with it what is rejected: that goes with the last delivery.
                return string.Join("; ", rejected.Prepend(unfinished.WhyUnfinished));
            }

            if (rejected.Count > 0 && deadLetters is not null)
            {
                await deadLetters.SendAsync(body, string.Join("; ", rejected), cancel).ConfigureAwait(false);
            }

            return null;
        }
        catch (LeaseLostException e)
        {
            context.Logger.LogWarning(e, "Another worker took over", ("messageId", message.MessageId));
            return e.Message;
        }
        catch (Exception e)
        {
            // Whatever it is, it is this message's: the others of the batch stand for themselves.
            context.Logger.LogError(e, "The message was not finished and will be delivered again", ("messageId", message.MessageId));
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    /// <summary>Whether the queue may forget the message, because the dead-letter queue has it now.</summary>
    private async Task<bool> PutOffAsync(SQSEvent.SQSMessage message, string reason, ILambdaContext context)
    {
        var delivery = int.TryParse(message.Attributes.GetValueOrDefault(ReceiveCount), CultureInfo.InvariantCulture, out var count) ? count : 1;
        try
        {
            // Not with the invocation's token: that it has fired may be why the message is not done.
            if (delivery >= RetrySchedule.Deliveries && deadLetters is not null)
            {
                await deadLetters.SendAsync(message.Body ?? "", $"not finished after {delivery} deliveries: {reason}", CancellationToken.None).ConfigureAwait(false);
                context.Logger.LogError("Given up", ("messageId", message.MessageId), ("deliveries", delivery), ("reason", reason));
                return true;
            }

            if (redelivery is not null && message.ReceiptHandle is { } receipt)
            {
                await redelivery.DelayAsync(receipt, RetrySchedule.After(delivery), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // Then the queue's own timeout and redrive hold.
            context.Logger.LogWarning(e, "The message could not be put off", ("messageId", message.MessageId));
        }

        return false;
    }
}
