using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Remediator.Controls.Stores;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <content>Every audit entry of a time, for the archive.</content>
public sealed partial class DynamoDbLedger
{
    /// <summary>The audit entries that were saved from then until then, both included, the oldest first, and before them the changes of controls; null stands for no end.</summary>
    /// <remarks>
    /// By the index, which has the time of each entry's own save: an execution that began long before may have entries in it, and one
    /// that can't be read any more hides none of them. The index follows the table by moments, and what is as new as that is on its way to
    /// the archive by the stream. Filters of a scan may name keys: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html
    /// </remarks>
    public async IAsyncEnumerable<SavedAudit> ListAuditAsync(DateTimeOffset? since, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var change in await ControlChangesAsync(since ?? DateTimeOffset.MinValue, until ?? DateTimeOffset.MaxValue, cancel).ConfigureAwait(false))
        {
            var item = AuditItem.Of(change);
            yield return new SavedAudit(item.Partition, item.Sort, item.Sort.Split('#')[1], item);
        }

        var listed = await AuditKeysAsync(since ?? DateTimeOffset.MinValue, until ?? DateTimeOffset.MaxValue, cancel).ConfigureAwait(false);
        listed.Sort((a, b) => string.CompareOrdinal(Order(a), Order(b)));
        foreach (var some in listed.Chunk(BatchLimit))
        {
            var keys = some.Select(i => LedgerItems.Key(i[LedgerTable.PartitionKey].S, i[LedgerTable.SortKey].S)).ToList();
            var found = (await GetAllAsync(keys, cancel).ConfigureAwait(false)).ToDictionary(Identity);
            foreach (var entry in some)
            {
                var item = found.GetValueOrDefault(Identity(entry));
                yield return new SavedAudit(entry[LedgerTable.PartitionKey].S, entry[LedgerTable.SortKey].S, entry[LedgerTable.IndexSortKey].S, item is null ? null : AuditItem.Of(item));
            }
        }
    }

    /// <summary>The changes of controls of that time, the oldest first; they are in no list.</summary>
    private async Task<List<Item>> ControlChangesAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancel) =>
        [.. (await UnderAsync(DynamoDbControlStore.Partition, DynamoDbControlStore.HistoryPrefix, cancel).ConfigureAwait(false)).Where(i =>
        {
            var at = i[LedgerTable.SortKey].S[DynamoDbControlStore.HistoryPrefix.Length..];
            return string.CompareOrdinal(at, LedgerItems.Stamp(since)) >= 0 && string.CompareOrdinal(at, $"{LedgerItems.Stamp(until)}~") <= 0;
        })];

    private static string Order(Item listed) => $"{listed[LedgerTable.IndexSortKey].S} {listed[LedgerTable.PartitionKey].S} {listed[LedgerTable.SortKey].S}";

    private async Task<List<Item>> AuditKeysAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancel)
    {
        var keys = new List<Item>();
        Item? next = null;
        do
        {
            var request = new ScanRequest
            {
                TableName = table,
                IndexName = LedgerTable.IndexName,
                FilterExpression = "begins_with(#sk, :sk) AND #at BETWEEN :since AND :until",
                ExpressionAttributeNames = new() { ["#sk"] = LedgerTable.SortKey, ["#at"] = LedgerTable.IndexSortKey },
                ExpressionAttributeValues = new()
                {
                    [":sk"] = new(LedgerTable.AuditPrefix),
                    [":since"] = new(LedgerItems.Stamp(since)),
                    [":until"] = new(LedgerItems.Stamp(until)),
                },
                ExclusiveStartKey = next,
            };
            var answer = await CallAsync(() => client.ScanAsync(request, cancel)).ConfigureAwait(false);
            keys.AddRange(answer.Items ?? []);
            next = answer.LastEvaluatedKey is { Count: > 0 } more ? more : null;
        }
        while (next is not null);

        return keys;
    }
}

/// <summary>One audit entry of the table.</summary>
/// <param name="At">When it was saved, as the index has it.</param>
/// <param name="Item">Null when it is listed and no longer there.</param>
public sealed record SavedAudit(string Partition, string Sort, string At, AuditItem? Item);
