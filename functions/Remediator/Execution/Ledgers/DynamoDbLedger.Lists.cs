using Amazon.DynamoDBv2.Model;
using Remediator.Notifications;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <content>What is read through the index, and the notifier's side.</content>
public sealed partial class DynamoDbLedger
{
    /// <summary>What BatchGetItem takes at once.</summary>
    private const int BatchLimit = 100;

    /// <summary>Most keys of one answer.</summary>
    private const int PageLimit = 1000;

    public async Task<IReadOnlyList<ExecutionRecord>> ListOfFindingAsync(string findingId, CancellationToken cancel)
    {
        var audits = await KeysAsync(LedgerItems.FindingKey(findingId), newestFirst: true, int.MaxValue, cancel).ConfigureAwait(false);
        var keys = audits.Select(k => k[LedgerTable.PartitionKey].S).Distinct(StringComparer.Ordinal).Select(pk => LedgerItems.Key(pk, LedgerItems.ExecutionSortKey)).ToList();
        return [.. (await GetAllAsync(keys, cancel).ConfigureAwait(false)).Select(LedgerItems.Record).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal)];
    }

    public async Task<DateTimeOffset?> LastSavedAsync(string findingId, CancellationToken cancel) =>
        await EntriesAsync(LedgerItems.FindingKey(findingId), newestFirst: true, 1, cancel).ConfigureAwait(false) is [var newest]
            ? LedgerItems.Time(newest[LedgerTable.IndexSortKey].S)
            : null;

    public async Task<IReadOnlyList<AuditEntry>> ListAuditAsync(string id, CancellationToken cancel) =>
        [.. (await UnderAsync(LedgerItems.ExecutionKey(id), LedgerTable.AuditPrefix, cancel).ConfigureAwait(false)).Select(i => LedgerItems.Audit(i[LedgerItems.Body]))];

    public async Task<UnmatchedFinding?> FindUnmatchedAsync(string findingId, CancellationToken cancel) =>
        await GetAsync(LedgerItems.Key(LedgerItems.FindingKey(findingId), LedgerItems.UnmatchedList), cancel).ConfigureAwait(false) is { } item
            ? LedgerItems.Unmatched(item[LedgerItems.Body])
            : null;

    public async Task<IReadOnlyList<OutboxEntry>> ListPendingAsync(int limit, CancellationToken cancel, DateTimeOffset since = default)
    {
        var entries = await EntriesAsync(LedgerItems.OutboxList, newestFirst: false, limit, cancel, since: since == default ? null : LedgerItems.Stamp(since)).ConfigureAwait(false);
        var keys = entries.Select(i => LedgerItems.Key(i[LedgerTable.PartitionKey].S, i[LedgerTable.SortKey].S)).ToList();
        return [.. (await GetAllAsync(keys, cancel).ConfigureAwait(false)).Select(LedgerItems.Entry)];
    }

    public async Task<IReadOnlyList<DeliveryReceipt>> ListReceiptsAsync(OutboxEntry entry, CancellationToken cancel)
    {
        var receipts = await UnderAsync(LedgerItems.ExecutionKey(entry.Record.Id), LedgerItems.ReceiptPrefix(entry.Id), cancel).ConfigureAwait(false);
        return [.. receipts.Select(LedgerItems.Receipt).Where(r => r.EntryId == entry.Id)];
    }

    public async Task RecordReceiptAsync(OutboxEntry entry, DeliveryReceipt receipt, CancellationToken cancel)
    {
        var put = new PutItemRequest(table, LedgerItems.Receipt(entry.Record.Id, receipt)) { ConditionExpression = $"attribute_not_exists({LedgerTable.PartitionKey})" };
        await UnlessRefusedAsync(() => client.PutItemAsync(put, cancel)).ConfigureAwait(false);
        if (OutboxRules.IsDelivered(entry, await ListReceiptsAsync(entry, cancel).ConfigureAwait(false)))
        {
            await UnlessRefusedAsync(() => client.UpdateItemAsync(Request(LedgerUpdate.Delivered(entry, receipt.At), Amazon.DynamoDBv2.ReturnValue.NONE), cancel)).ConfigureAwait(false);
        }
    }

    /// <summary>The items of a partition whose sort keys begin so, in their order.</summary>
    private async Task<List<Item>> UnderAsync(string partition, string prefix, CancellationToken cancel)
    {
        var items = new List<Item>();
        Item? next = null;
        do
        {
            var request = new QueryRequest
            {
                TableName = table,
                ConsistentRead = true,
                KeyConditionExpression = "#pk = :pk AND begins_with(#sk, :sk)",
                ExpressionAttributeNames = new() { ["#pk"] = LedgerTable.PartitionKey, ["#sk"] = LedgerTable.SortKey },
                ExpressionAttributeValues = new() { [":pk"] = new(partition), [":sk"] = new(prefix) },
                ExclusiveStartKey = next,
            };
            var answer = await CallAsync(() => client.QueryAsync(request, cancel)).ConfigureAwait(false);
            items.AddRange(answer.Items ?? []);
            next = answer.LastEvaluatedKey is { Count: > 0 } more ? more : null;
        }
        while (next is not null);

        return items;
    }

    /// <summary>A refusal here means that it is so already: the channel has a receipt, or the entry is past its time.</summary>
    private async Task UnlessRefusedAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await CallAsync(call).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // The first receipt stands.
        }
    }

    /// <summary>Month by month, back to where items have expired; a year's side by side, since most of those long ago are empty.</summary>
    /// <remarks>An execution is listed by when it began, and kept from its last save on: what stands is saved daily, however long ago it began.</remarks>
    private async Task<IReadOnlyList<Item>> NewestAsync(string what, TimeSpan kept, int limit, CancellationToken cancel)
    {
        var keys = new List<Item>();
        var now = time.GetUtcNow();
        var (month, last) = (new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero), now - kept);
        var recent = now - LedgerTable.KeepExecutions;
        while (keys.Count < limit && month > last.AddMonths(-1))
        {
            var months = Enumerable.Range(0, month > recent ? 1 : 12).Select(n => month.AddMonths(-n)).ToList();
            foreach (var found in await Task.WhenAll(months.Select(m => KeysAsync(LedgerItems.MonthList(what, m), newestFirst: true, limit - keys.Count, cancel))).ConfigureAwait(false))
            {
                keys.AddRange(found.Take(limit - keys.Count));
            }

            month = months[^1].AddMonths(-1);
        }

        return await GetAllAsync(keys, cancel).ConfigureAwait(false);
    }

    private async Task<List<Item>> KeysAsync(string list, bool newestFirst, int limit, CancellationToken cancel) =>
        [.. (await EntriesAsync(list, newestFirst, limit, cancel).ConfigureAwait(false)).Select(i => LedgerItems.Key(i[LedgerTable.PartitionKey].S, i[LedgerTable.SortKey].S))];

    /// <summary>Entries of the index: the keys of the items, and their times.</summary>
    /// <param name="until">The last time that is of interest; null for all.</param>
    /// <param name="since">The first time that is; not both.</param>
    private async Task<List<Item>> EntriesAsync(string list, bool newestFirst, int limit, CancellationToken cancel, string? until = null, string? since = null)
    {
        var keys = new List<Item>();
        Item? next = null;
        do
        {
            var request = new QueryRequest
            {
                TableName = table,
                IndexName = LedgerTable.IndexName,
                KeyConditionExpression = until is not null ? "#list = :list AND #at <= :at" : since is not null ? "#list = :list AND #at >= :at" : "#list = :list",
                ExpressionAttributeNames = new() { ["#list"] = LedgerTable.IndexPartitionKey },
                ExpressionAttributeValues = new() { [":list"] = new(list) },
                ScanIndexForward = !newestFirst,
                Limit = Math.Min(PageLimit, limit - keys.Count),
                ExclusiveStartKey = next,
            };
            if ((until ?? since) is { } at)
            {
                request.ExpressionAttributeNames["#at"] = LedgerTable.IndexSortKey;
                request.ExpressionAttributeValues[":at"] = new(at);
            }

            var answer = await CallAsync(() => client.QueryAsync(request, cancel)).ConfigureAwait(false);
            keys.AddRange(answer.Items ?? []);
            next = answer.LastEvaluatedKey is { Count: > 0 } more ? more : null;
        }
        while (next is not null && keys.Count < limit);

        return keys;
    }

    /// <summary>The items in the order of their keys; those that have expired since are left out.</summary>
    private async Task<IReadOnlyList<Item>> GetAllAsync(List<Item> keys, CancellationToken cancel)
    {
        var found = new Dictionary<(string, string), Item>();
        foreach (var batch in keys.Chunk(BatchLimit))
        {
            var wanted = new Dictionary<string, KeysAndAttributes>(StringComparer.Ordinal) { [table] = new() { Keys = [.. batch], ConsistentRead = true } };
            for (var attempt = 0; wanted is { Count: > 0 }; attempt++)
            {
                if (attempt > 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50 << Math.Min(attempt, 6)), time, cancel).ConfigureAwait(false);
                }

                var request = new BatchGetItemRequest { RequestItems = wanted };
                var answer = await CallAsync(() => client.BatchGetItemAsync(request, cancel)).ConfigureAwait(false);
                foreach (var item in answer.Responses?.GetValueOrDefault(table) ?? [])
                {
                    found[Identity(item)] = item;
                }

                wanted = answer.UnprocessedKeys;
            }
        }

        return [.. keys.Select(k => found.GetValueOrDefault(Identity(k))).OfType<Item>()];
    }

    private static (string, string) Identity(Item item) => (item[LedgerTable.PartitionKey].S, item[LedgerTable.SortKey].S);
}
