using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Execution.Ledgers;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Controls.Stores;

/// <summary>One item for each window, with the set of the executions that were counted; one conditional write takes a place.</summary>
public sealed class DynamoDbBudgetCounters(IAmazonDynamoDB client, string table) : IBudgetCounters
{
    private const string Executions = "executions";
    private const string Told = "told";

    public async Task<BudgetPlace> TakeAsync(BudgetClaim claim, string executionId, CancellationToken cancel)
    {
        if (claim.Max <= 0)
        {
            return BudgetPlace.Full;
        }

        var update = new UpdateItemRequest
        {
            TableName = table,
            Key = KeyOf(claim),
            UpdateExpression = "ADD #executions :set SET #expires = :expires",
            ConditionExpression = "attribute_not_exists(#executions) OR (NOT contains(#executions, :id) AND size(#executions) < :max)",
            ExpressionAttributeNames = new() { ["#executions"] = Executions, ["#expires"] = LedgerTable.TimeToLiveAttribute },
            ExpressionAttributeValues = new()
            {
                [":set"] = new() { SS = [executionId] },
                [":id"] = new(executionId),
                [":max"] = LedgerItems.Number(claim.Max),
                [":expires"] = Expiry(claim),
            },
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await client.UpdateItemAsync(update, cancel).ConfigureAwait(false);
            return BudgetPlace.Taken;
        }
        catch (ConditionalCheckFailedException e)
        {
            // Some emulators don't show what the failed condition has seen.
            var stored = e.Item is { Count: > 0 } shown ? shown : await GetAsync(claim, cancel).ConfigureAwait(false);
            return stored.GetValueOrDefault(Executions)?.SS?.Contains(executionId) == true ? BudgetPlace.TakenBefore : BudgetPlace.Full;
        }
    }

    public Task GiveBackAsync(BudgetClaim claim, string executionId, CancellationToken cancel) => client.UpdateItemAsync(
        new UpdateItemRequest
        {
            TableName = table,
            Key = KeyOf(claim),
            UpdateExpression = "DELETE #executions :set SET #expires = :expires",
            ExpressionAttributeNames = new() { ["#executions"] = Executions, ["#expires"] = LedgerTable.TimeToLiveAttribute },
            ExpressionAttributeValues = new() { [":set"] = new() { SS = [executionId] }, [":expires"] = Expiry(claim) },
        },
        cancel);

    public async Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel)
    {
        var update = new UpdateItemRequest
        {
            TableName = table,
            Key = KeyOf(claim),
            UpdateExpression = "SET #told = :id, #expires = :expires",
            ConditionExpression = "attribute_not_exists(#told) OR #told = :id",
            ExpressionAttributeNames = new() { ["#told"] = Told, ["#expires"] = LedgerTable.TimeToLiveAttribute },
            ExpressionAttributeValues = new() { [":id"] = new(executionId), [":expires"] = Expiry(claim) },
        };
        try
        {
            await client.UpdateItemAsync(update, cancel).ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    public async Task<int> CountAsync(BudgetClaim claim, CancellationToken cancel) =>
        (await GetAsync(claim, cancel).ConfigureAwait(false)).GetValueOrDefault(Executions)?.SS?.Count ?? 0;

    private static Item KeyOf(BudgetClaim claim) => LedgerItems.Key($"budget#{claim.Counter}", $"window#{LedgerItems.Stamp(claim.From)}");

    private static AttributeValue Expiry(BudgetClaim claim) => LedgerItems.Expiry(claim.To, LedgerTable.KeepOthers);

    private async Task<Item> GetAsync(BudgetClaim claim, CancellationToken cancel) =>
        (await client.GetItemAsync(new GetItemRequest { TableName = table, Key = KeyOf(claim), ConsistentRead = true }, cancel).ConfigureAwait(false)).Item ?? [];
}
