using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Notifications;
using Remediator.Scheduling;
using Remediator.Sweeping;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <summary>The ledger of a deployment, in one table (see <see cref="LedgerTable"/>).</summary>
/// <remarks>
/// A claim is one conditional write that also brings the recorded plan, or the holder of the lease. Every call throws
/// <see cref="LedgerTableMissingException"/> where there is no table.
/// </remarks>
public sealed partial class DynamoDbLedger(IAmazonDynamoDB client, string table, TimeProvider time) : IExecutionLedger, IOutbox, ISweepStore, IDueList
{
    private const int ConflictRetries = 5;

    private async Task<ClaimResult> ClaimExecutionAsync(ExecutionRecord fresh, string owner, DateTimeOffset until, DateTimeOffset now, CancellationToken cancel)
    {
        var update = LedgerUpdate.Claim(fresh, owner, until, now);
        try
        {
            var answer = await RetryConflictsAsync(() => client.UpdateItemAsync(Request(update, ReturnValue.ALL_NEW), cancel), cancel).ConfigureAwait(false);
            return new ClaimResult.Claimed(LedgerItems.Record(answer.Attributes));
        }
        catch (ConditionalCheckFailedException e)
        {
            var holder = await StoredAsync(e.Item, update.Key, cancel).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"Execution {fresh.Id} was refused by its lease and is not there.", e);
            var record = LedgerItems.Record(holder);
            return new ClaimResult.Busy(record.LeaseOwner ?? "", record.LeaseUntil ?? now);
        }
    }

    public async Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel)
    {
        var token = LeaseRules.SaveToken(record, outbox);
        var now = time.GetUtcNow();
        var save = LedgerUpdate.Save(record, token, now);
        var leases = await LeasesAsync(record, now, cancel).ConfigureAwait(false);
        Item? stored;
        try
        {
            var audit = new TransactWriteItem
            {
                Put = new Put { TableName = table, Item = LedgerItems.Audit(AuditEntry.Of(record, outbox, now)), ConditionExpression = $"attribute_not_exists({LedgerTable.PartitionKey})" },
            };
            var writes = new TransactWriteItemsRequest { TransactItems = [InTransaction(save), audit, .. leases, .. Beside(record), .. outbox.Select(e => InTransaction(LedgerUpdate.Announce(e)))] };
            await RetryConflictsAsync(() => client.TransactWriteItemsAsync(writes, cancel), cancel).ConfigureAwait(false);
            return LeaseRules.Saved(record);
        }
        catch (TransactionCanceledException e) when (e.CancellationReasons?[0].Code == "ConditionalCheckFailed")
        {
            stored = await StoredAsync(e.CancellationReasons[0].Item, save.Key, cancel).ConfigureAwait(false);
        }
        catch (TransactionCanceledException e)
        {
            await ThrowForLeasesAsync(record, e.CancellationReasons?.Skip(2), [.. ResourceLeaseRules.Of(record, now).Take(leases.Count)], cancel).ConfigureAwait(false);
            throw;
        }

        // The condition fails as well when this very save took effect before, and only its answer was lost.
        return stored is not null && LeaseRules.IsRepeated(LedgerItems.VersionOf(stored), stored.GetValueOrDefault(LedgerItems.SaveToken)?.S, record, token)
            ? LeaseRules.Saved(record)
            : throw new LeaseLostException(record.Id);
    }

    public async Task<ExecutionRecord?> FindAsync(string id, CancellationToken cancel)
    {
        var item = await GetAsync(LedgerItems.Key(LedgerItems.ExecutionKey(id), LedgerItems.ExecutionSortKey), cancel).ConfigureAwait(false);
        return item is null ? null : LedgerItems.Record(item);
    }

    public async Task<IReadOnlyList<ExecutionRecord>> ListAsync(int limit, CancellationToken cancel) =>
        [.. (await NewestAsync(LedgerItems.ExecutionSortKey, LedgerTable.KeepPointers, limit, cancel).ConfigureAwait(false)).Select(LedgerItems.Record)];

    public async Task RecordUnmatchedAsync(UnmatchedFinding unmatched, CancellationToken cancel)
    {
        var put = new PutItemRequest(table, LedgerItems.Unmatched(unmatched))
        {
            ConditionExpression = "attribute_not_exists(#settled) OR #settled <= :at",
            ExpressionAttributeNames = new() { ["#settled"] = LedgerItems.Settled },
            ExpressionAttributeValues = new() { [":at"] = new(LedgerItems.Stamp(unmatched.At)) },
        };
        await UnlessRefusedAsync(() => client.PutItemAsync(put, cancel)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<UnmatchedFinding>> ListUnmatchedAsync(int limit, CancellationToken cancel) =>
        [.. (await NewestAsync(LedgerItems.UnmatchedList, LedgerTable.KeepOthers, limit, cancel).ConfigureAwait(false)).Select(i => LedgerItems.Unmatched(i[LedgerItems.Body]))];

    /// <summary>What the failed condition has shown; where it shows nothing (some emulators), a consistent read.</summary>
    private async Task<Item?> StoredAsync(Item? shown, Item key, CancellationToken cancel) =>
        shown is { Count: > 0 } ? shown : await GetAsync(key, cancel).ConfigureAwait(false);

    private async Task<Item?> GetAsync(Item key, CancellationToken cancel)
    {
        var answer = await CallAsync(() => client.GetItemAsync(new GetItemRequest { TableName = table, Key = key, ConsistentRead = true }, cancel)).ConfigureAwait(false);
        return answer.Item is { Count: > 0 } item ? item : null;
    }

    private UpdateItemRequest Request(LedgerUpdate update, ReturnValue returned) => new()
    {
        TableName = table,
        Key = update.Key,
        UpdateExpression = update.Expression,
        ConditionExpression = update.Condition,
        ExpressionAttributeNames = update.Names,
        ExpressionAttributeValues = update.Values,
        ReturnValues = returned,
        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
    };

    private TransactWriteItem InTransaction(LedgerUpdate update) => new()
    {
        Update = new Update
        {
            TableName = table,
            Key = update.Key,
            UpdateExpression = update.Expression,
            ConditionExpression = update.Condition,
            ExpressionAttributeNames = update.Names,
            ExpressionAttributeValues = update.Values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        },
    };

    /// <summary>A write that meets another's transaction is refused with nothing decided: it is tried again at once.</summary>
    private async Task<T> RetryConflictsAsync<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CallAsync(call).ConfigureAwait(false);
            }
            catch (Exception e) when (attempt < ConflictRetries && IsConflict(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25 << attempt), time, cancel).ConfigureAwait(false);
            }
        }
    }

    private static bool IsConflict(Exception e) =>
        e is TransactionConflictException
        || (e is TransactionCanceledException { CancellationReasons: { } reasons }
            && reasons.Any(r => r.Code == "TransactionConflict")
            && reasons.All(r => r.Code != "ConditionalCheckFailed"));

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
