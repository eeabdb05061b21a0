using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <content>What is due, and what belongs to a resource.</content>
public sealed partial class DynamoDbLedger
{
    public async Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var entries = await EntriesAsync(LedgerItems.DueList, newestFirst: false, int.MaxValue, cancel, until: LedgerItems.Stamp(now)).ConfigureAwait(false);
        return [.. entries.Select(e => LedgerItems.ExecutionId(e[LedgerTable.PartitionKey].S))];
    }

    public async Task<IReadOnlyList<string>> ListWaitingAsync(CancellationToken cancel)
    {
        var entries = await EntriesAsync(LedgerItems.WaitingList, newestFirst: false, int.MaxValue, cancel).ConfigureAwait(false);
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

    public async Task<IReadOnlyList<ExecutionRecord>> ListOfResourceAsync(string kind, string id, CancellationToken cancel)
    {
        var entries = await UnderAsync(LedgerItems.ResourceKey(kind, id), LedgerItems.ExecutionKey(""), cancel).ConfigureAwait(false);
        var keys = entries.Select(e => LedgerItems.Key(e[LedgerTable.SortKey].S, LedgerItems.ExecutionSortKey)).ToList();
        return AuditRules.NewestFirst((await GetAllAsync(keys, cancel).ConfigureAwait(false)).Select(LedgerItems.Record));
    }

    /// <summary>What is written beside the record: what is due, whether people are asked, and with the first verdict, that the resource has this execution.</summary>
    private IEnumerable<TransactWriteItem> Beside(ExecutionRecord record)
    {
        if (!record.Due.IsEmpty)
        {
            yield return InTransaction(LedgerItems.Due(record));
        }

        if (record.Approval is { } asked)
        {
            yield return InTransaction(LedgerItems.Waiting(record.Id, asked));
        }

        if (record.Trail.Any(t => t.From == ExecutionState.Received))
        {
            yield return InTransaction(LedgerItems.OfResource(record));
        }
    }

    private TransactWriteItem InTransaction(Item item) => new() { Put = new Put { TableName = table, Item = item } };
}
