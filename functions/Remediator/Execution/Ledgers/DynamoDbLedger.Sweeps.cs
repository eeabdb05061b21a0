using Amazon.DynamoDBv2.Model;
using Remediator.Sweeping;

namespace Remediator.Execution.Ledgers;

/// <content>The sweep's side.</content>
public sealed partial class DynamoDbLedger
{
    public async Task<DateTimeOffset?> ReadWatermarkAsync(string source, CancellationToken cancel) =>
        await GetAsync(LedgerItems.Key(LedgerItems.SweepKey(source), LedgerItems.WatermarkSortKey), cancel).ConfigureAwait(false) is { } item
            ? LedgerItems.Sweep(item).Until
            : null;

    public async Task RecordSweepAsync(SweepRun run, CancellationToken cancel)
    {
        var writes = new TransactWriteItemsRequest
        {
            TransactItems = [.. new[] { LedgerItems.Sweep(run), LedgerItems.Watermark(run) }.Select(item => new TransactWriteItem { Put = new Put { TableName = table, Item = item } })],
        };
        await RetryConflictsAsync(() => client.TransactWriteItemsAsync(writes, cancel), cancel).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<SweepRun>> ListSweepsAsync(int limit, CancellationToken cancel) =>
        [.. (await NewestAsync(LedgerItems.SweepList, LedgerTable.KeepExecutions, limit, cancel).ConfigureAwait(false)).Select(LedgerItems.Sweep)];
}
