using Amazon.Lambda.Core;
using Amazon.Lambda.DynamoDBEvents;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;

namespace Remediator.Handlers;

/// <summary>Delivers what the ledger's stream shows of the outbox.</summary>
/// <remarks>
/// A message that a channel does not take stays in the ledger's outbox, and is sent again from there: handed back, it would hold up
/// the messages behind it in the stream. What could not be read or looked up is handed back; Lambda delivers it again and in the end puts it into the DLQ.
/// </remarks>
public sealed class NotifyHandler(NotificationDispatcher dispatcher)
{
    /// <returns>The records that must be delivered again.</returns>
    public async Task<StreamsEventResponse> HandleAsync(DynamoDBEvent batch, ILambdaContext context, CancellationToken cancel)
    {
        var done = await Task.WhenAll(batch.Records.Select(r => HandleAsync(r, context, cancel))).ConfigureAwait(false);
        return new StreamsEventResponse
        {
            BatchItemFailures =
            [
                .. batch.Records.Where((_, i) => !done[i]).Select(r => new StreamsEventResponse.BatchItemFailure { ItemIdentifier = r.Dynamodb.SequenceNumber }),
            ],
        };
    }

    private async Task<bool> HandleAsync(DynamoDBEvent.DynamodbStreamRecord record, ILambdaContext context, CancellationToken cancel)
    {
        try
        {
            if (OutboxImage.Read(record.Dynamodb.NewImage) is not { } entry)
            {
                return true;
            }

            var report = await dispatcher.DispatchAsync(entry, cancel).ConfigureAwait(false);
            foreach (var (channel, result) in report.Outcomes)
            {
                context.Logger.LogInformation("Told people", ("entry", entry.Id), ("channel", channel), ("result", result.GetType().Name));
            }

            if (report.Problem is { } problem)
            {
                context.Logger.LogError("People were not told; it is sent again from the outbox", ("entry", entry.Id), ("problem", problem));
            }

            return true;
        }
        catch (Exception e)
        {
            // Whatever it is, it is this record's: the others of the batch stand for themselves.
            context.Logger.LogError(e, "The record was not delivered and will be tried again", ("sequenceNumber", record.Dynamodb.SequenceNumber));
            return false;
        }
    }
}
