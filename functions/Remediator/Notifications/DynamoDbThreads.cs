using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Execution.Ledgers;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Notifications;

/// <summary>One item for each thread, under its finding in the ledger's table (see <see cref="LedgerTable"/>); one conditional write takes the first message.</summary>
public sealed class DynamoDbThreads(IAmazonDynamoDB client, string table, TimeProvider time) : IIncidentThreads
{
    private const string Message = "message";
    private const string Owner = "owner";
    private const string Until = "until";
    private const string IsMine = "#owner = :owner AND attribute_not_exists(#message)";

    public async Task<ThreadPlace> EnterAsync(ThreadKey key, string owner, string? lost, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var free = "(attribute_not_exists(#message) AND (attribute_not_exists(#until) OR #until < :now OR #owner = :owner))";
        var update = new UpdateItemRequest
        {
            TableName = table,
            Key = KeyOf(key),
            UpdateExpression = "SET #owner = :owner, #until = :until, #expires = :expires REMOVE #message",
            ConditionExpression = lost is null ? free : $"{free} OR #message = :lost",
            ExpressionAttributeNames = new() { ["#owner"] = Owner, ["#until"] = Until, ["#message"] = Message, ["#expires"] = LedgerTable.TimeToLiveAttribute },
            ExpressionAttributeValues = new()
            {
                [":owner"] = new(owner),
                [":now"] = LedgerItems.Number(now.ToUnixTimeMilliseconds()),
                [":until"] = LedgerItems.Number((now + ThreadPlace.Claim).ToUnixTimeMilliseconds()),
                [":expires"] = LedgerItems.Expiry(now, LedgerTable.KeepExecutions),
            },
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        if (lost is not null)
        {
            update.ExpressionAttributeValues[":lost"] = new(lost);
        }

        try
        {
            await client.UpdateItemAsync(update, cancel).ConfigureAwait(false);
            return new ThreadPlace.First();
        }
        catch (ConditionalCheckFailedException e)
        {
            // Some emulators don't show what the failed condition has seen.
            var stored = e.Item is { Count: > 0 } shown ? shown : await GetAsync(key, cancel).ConfigureAwait(false);
            return stored?.GetValueOrDefault(Message)?.S is { } message ? new ThreadPlace.Reply(message) : new ThreadPlace.Taken();
        }
    }

    public Task OpenAsync(ThreadKey key, string owner, string message, CancellationToken cancel) =>
        WhileMineAsync(key, owner, "SET #message = :message REMOVE #owner, #until", message, cancel);

    public Task AbandonAsync(ThreadKey key, string owner, CancellationToken cancel) =>
        WhileMineAsync(key, owner, "REMOVE #owner, #until", null, cancel);

    private async Task WhileMineAsync(ThreadKey key, string owner, string expression, string? message, CancellationToken cancel)
    {
        var update = new UpdateItemRequest
        {
            TableName = table,
            Key = KeyOf(key),
            UpdateExpression = expression,
            ConditionExpression = IsMine,
            ExpressionAttributeNames = new() { ["#owner"] = Owner, ["#until"] = Until, ["#message"] = Message },
            ExpressionAttributeValues = new() { [":owner"] = new(owner) },
        };
        if (message is not null)
        {
            update.ExpressionAttributeValues[":message"] = new(message);
        }

        try
        {
            await client.UpdateItemAsync(update, cancel).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // Another message has taken the place since: the thread is its.
        }
    }

    private static Item KeyOf(ThreadKey key) => LedgerItems.Key(LedgerItems.FindingKey(key.FindingId), $"thread#{key.Channel}");

    private async Task<Item?> GetAsync(ThreadKey key, CancellationToken cancel) =>
        (await client.GetItemAsync(new GetItemRequest { TableName = table, Key = KeyOf(key), ConsistentRead = true }, cancel).ConfigureAwait(false)).Item;
}
