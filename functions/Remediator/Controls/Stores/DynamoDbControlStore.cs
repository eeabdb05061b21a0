using System.Collections.Immutable;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Controls.Stores;

/// <summary>The controls of a deployment, in one partition of the ledger's table (see <see cref="LedgerTable"/>).</summary>
/// <remarks>What is set or removed and the record of it are written in one transaction.</remarks>
public sealed class DynamoDbControlStore(IAmazonDynamoDB client, string table, TimeProvider time) : IControlStore
{
    /// <summary>All controls, and their history: no function writes there.</summary>
    public const string Partition = "controls";
    private const string ControlPrefix = "control#";
    public const string HistoryPrefix = "history#";

    public async Task<ControlsReading> ReadAsync(CancellationToken cancel)
    {
        try
        {
            var items = await QueryAsync(ControlPrefix, newestFirst: false, limit: null, cancel).ConfigureAwait(false);
            return new ControlsReading.Known(new ControlsSnapshot([.. items.Select(i => ControlJson.Read(PackedText.Unpack(i[LedgerItems.Body])))]));
        }
        catch (ResourceNotFoundException)
        {
            return new ControlsReading.Unknown($"there is no DynamoDB table '{table}'");
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return new ControlsReading.Unknown(AwsFailure.Describe(e));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return new ControlsReading.Unknown($"one of the controls is not understood by this version: {e.Message}");
        }
    }

    public Task PutAsync(Control control, CancellationToken cancel)
    {
        ControlRules.Check(control);
        var item = LedgerItems.Key(Partition, ControlPrefix + control.Id);
        item[LedgerItems.Body] = new AttributeValue(ControlJson.Write(control));
        if (control.Until is { } until)
        {
            // Readers go by the end itself: the table's expiry only tidies up, days later.
            item[LedgerTable.TimeToLiveAttribute] = LedgerItems.Expiry(until, TimeSpan.FromDays(1));
        }

        return WriteAsync(new TransactWriteItem { Put = new Put { TableName = table, Item = item } }, ControlRules.Event(control), cancel);
    }

    public async Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel)
    {
        var key = LedgerItems.Key(Partition, ControlPrefix + id);
        var found = await CallAsync(() => client.GetItemAsync(new GetItemRequest { TableName = table, Key = key, ConsistentRead = true }, cancel)).ConfigureAwait(false);
        if (found.Item is not { Count: > 0 } item)
        {
            return false;
        }

        // Also one that this version does not understand can be removed: by hand is how it came to be.
        var delete = new Delete { TableName = table, Key = key };
        await WriteAsync(new TransactWriteItem { Delete = delete }, new ControlEvent(time.GetUtcNow(), by, why, true, id, Says(item) ?? id), cancel).ConfigureAwait(false);
        return true;
    }

    public async Task<ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel) =>
        [.. (await CallAsync(() => QueryAsync(HistoryPrefix, newestFirst: true, limit, cancel)).ConfigureAwait(false))
            .Select(i => JsonSerializer.Deserialize(i[LedgerItems.Body].S, ControlJsonContext.Default.ControlEvent)).OfType<ControlEvent>()];

    private static string? Says(Item item)
    {
        try
        {
            return ControlJson.Read(PackedText.Unpack(item[LedgerItems.Body])).Says;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return null;
        }
    }

    private Task WriteAsync(TransactWriteItem write, ControlEvent happened, CancellationToken cancel)
    {
        var record = LedgerItems.Key(Partition, $"{HistoryPrefix}{LedgerItems.Stamp(happened.At)}#{happened.ControlId}");
        record[LedgerItems.Body] = new AttributeValue(JsonSerializer.Serialize(happened, ControlJsonContext.Default.ControlEvent));
        record[LedgerTable.TimeToLiveAttribute] = LedgerItems.Expiry(happened.At, LedgerTable.KeepExecutions);
        var writes = new TransactWriteItemsRequest { TransactItems = [write, new TransactWriteItem { Put = new Put { TableName = table, Item = record } }] };
        return CallAsync(() => client.TransactWriteItemsAsync(writes, cancel));
    }

    private async Task<List<Item>> QueryAsync(string prefix, bool newestFirst, int? limit, CancellationToken cancel)
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
                ExpressionAttributeValues = new() { [":pk"] = new(Partition), [":sk"] = new(prefix) },
                ScanIndexForward = !newestFirst,
                ExclusiveStartKey = next,
            };
            if (limit is { } most)
            {
                request.Limit = most - items.Count;
            }

            var answer = await client.QueryAsync(request, cancel).ConfigureAwait(false);
            items.AddRange(answer.Items ?? []);
            next = answer.LastEvaluatedKey is { Count: > 0 } more ? more : null;
        }
        while (next is not null && !(items.Count >= limit));

        return items;
    }

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (ResourceNotFoundException e)
        {
            throw new LedgerTableMissingException(table, e);
        }
    }
}
