using Amazon.DynamoDBv2.Model;
using Remediator.Sweeping;

namespace Remediator.Execution.Ledgers;

/// <content>The sweep's side.</content>
public sealed partial class DynamoDbLedger
{
    public async Task<SweepRun?> FindSweepAsync(string source, CancellationToken cancel) =>
        await GetAsync(LedgerItems.Key(LedgerItems.SweepKey(source), LedgerItems.WatermarkSortKey), cancel).ConfigureAwait(false) is { } item ? LedgerItems.Sweep(item) : null;

    public async Task<bool> SaveSweepAsync(SweepRun run, CancellationToken cancel)
    {
        // Open upon the run that ended where this one begins; finished upon itself.
        var upon = run.IsOpen ? run.Since is { } since ? LedgerItems.SweepToken(isOpen: false, since) : null : LedgerItems.SweepToken(isOpen: true, run.Until);
        var newest = new Put
        {
            TableName = table,
            Item = LedgerItems.Watermark(run),
            ConditionExpression = upon is null ? "attribute_not_exists(#save)" : "#save = :upon",
            ExpressionAttributeNames = new() { ["#save"] = LedgerItems.SaveToken },
            ExpressionAttributeValues = upon is null ? null : new() { [":upon"] = new AttributeValue(upon) },
        };

        var items = new List<TransactWriteItem> { new() { Put = newest } };
        if (!run.IsOpen)
        {
            items.Add(new TransactWriteItem { Put = new Put { TableName = table, Item = LedgerItems.Sweep(run) } });
        }

        try
        {
            await RetryConflictsAsync(() => client.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = items }, cancel), cancel).ConfigureAwait(false);
            return true;
        }
        catch (TransactionCanceledException e) when (e.CancellationReasons?[0].Code == "ConditionalCheckFailed")
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<SweepRun>> ListSweepsAsync(int limit, CancellationToken cancel) =>
        [.. (await NewestAsync(LedgerItems.SweepList, LedgerTable.KeepExecutions, limit, cancel).ConfigureAwait(false)).Select(LedgerItems.Sweep)];
}
