using Amazon.DynamoDBv2.Model;

namespace Remediator.Execution.Ledgers;

/// <content>What is due.</content>
public sealed partial class DynamoDbLedger
{
    public async Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var entries = await EntriesAsync(LedgerItems.DueList, newestFirst: false, int.MaxValue, cancel, until: LedgerItems.Stamp(now)).ConfigureAwait(false);
        return [.. entries.Select(e => LedgerItems.ExecutionId(e[LedgerTable.PartitionKey].S))];
    }

    public async Task SettleAsync(ExecutionRecord record, CancellationToken cancel)
    {
        // The item stays until it expires: no function may delete from this table.
        var unlist = new UpdateItemRequest
        {
            TableName = table,
            Key = LedgerItems.Key(LedgerItems.ExecutionKey(record.Id), LedgerItems.DueList),
            UpdateExpression = "REMOVE #list, #at",
            ConditionExpression = "#version <= :version",
            ExpressionAttributeNames = new() { ["#version"] = LedgerItems.Version, ["#list"] = LedgerTable.IndexPartitionKey, ["#at"] = LedgerTable.IndexSortKey },
            ExpressionAttributeValues = new() { [":version"] = LedgerItems.Number(record.Version) },
        };
        await UnlessRefusedAsync(() => client.UpdateItemAsync(unlist, cancel)).ConfigureAwait(false);
    }

    /// <summary>Written with every save of an execution that has something due.</summary>
    private IEnumerable<TransactWriteItem> Due(ExecutionRecord record) =>
        record.Due.IsEmpty ? [] : [new TransactWriteItem { Put = new Put { TableName = table, Item = LedgerItems.Due(record) } }];
}
