using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Remediator.Execution;

namespace Remediator.Handlers;

/// <summary>Answers the events of one batch, each for itself: a poison message never takes its neighbours along.</summary>
public sealed class RespondHandler(Responder responder, IDeadLetters? deadLetters)
{
    /// <returns>The messages that must be delivered again.</returns>
    public async Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context, CancellationToken cancel)
    {
        var done = await Task.WhenAll(batch.Records.Select(m => HandleAsync(m, context, cancel))).ConfigureAwait(false);
        return new SQSBatchResponse
        {
            BatchItemFailures = [.. batch.Records.Where((_, i) => !done[i]).Select(m => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = m.MessageId })],
        };
    }

    private async Task<bool> HandleAsync(SQSEvent.SQSMessage message, ILambdaContext context, CancellationToken cancel)
    {
        try
        {
            var body = message.Body ?? "";
            var worker = $"{context.AwsRequestId}/{message.MessageId}";
            var responses = await responder.RespondAsync(Encoding.UTF8.GetBytes(body), mode: null, worker, cancel).ConfigureAwait(false);
            foreach (var response in responses)
            {
                ResponseLog.Write(context.Logger, response);
                if (response is Response.Rejected rejected && deadLetters is not null)
                {
                    await deadLetters.SendAsync(body, rejected.Reason, cancel).ConfigureAwait(false);
                }
            }

            return !responses.Any(r => r.NeedsRedelivery);
        }
        catch (LeaseLostException e)
        {
            context.Logger.LogWarning(e, "Another worker took over", ("messageId", message.MessageId));
            return false;
        }
        catch (Exception e)
        {
            // Whatever it is, it is this message's: the others of the batch stand for themselves.
            context.Logger.LogError(e, "The message was not finished and will be delivered again", ("messageId", message.MessageId));
            return false;
        }
    }
}
