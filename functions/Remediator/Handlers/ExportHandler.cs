using Amazon.Lambda.Core;
using Amazon.Lambda.DynamoDBEvents;
using Remediator.Archiving;
using Remediator.Execution.Ledgers;

namespace Remediator.Handlers;

/// <summary>Copies new audit entries from the ledger's stream into the archive, one object each.</summary>
/// <remarks>
/// A record that could not be written is handed back, and Lambda delivers it again for as long as the stream has it, a day: an outage
/// of the archive loses nothing. So none may be handed back for what it holds: what this version can't read is kept as it is.
/// </remarks>
public sealed class ExportHandler(IAuditArchive archive)
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
            if (AuditItem.Of(record.Dynamodb.NewImage) is { } item)
            {
                var kept = AuditObject.Of(item);
                if (kept.Unread is { } fault)
                {
                    context.Logger.LogError(fault, "An audit entry that this version cannot read is archived as it is", ("key", kept.Key));
                }

                await archive.WriteAsync(kept.Key, kept.Text, cancel).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception e)
        {
            // Whatever it is, it is this record's: the others of the batch stand for themselves.
            context.Logger.LogError(e, "The audit entry was not archived and will be tried again", ("sequenceNumber", record.Dynamodb.SequenceNumber));
            return false;
        }
    }
}
