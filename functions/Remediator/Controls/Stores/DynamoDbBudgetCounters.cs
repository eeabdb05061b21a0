using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Execution.Ledgers;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Controls.Stores;

/// <summary>One item for each window and place, with the sum and, in an attribute of each, what every execution or plan has taken; one conditional write takes all of it.</summary>
public sealed class DynamoDbBudgetCounters(IAmazonDynamoDB client, string table) : IBudgetCounters
{
    private const string Used = "used";
    private const string Told = "told";

    public async Task<BudgetPlace> TakeAsync(BudgetClaim claim, string by, int places, CancellationToken cancel)
    {
        for (var held = 0; ;)
        {
            if (places - held > claim.Max)
            {
                return BudgetPlace.Full;
            }

            var update = Changing(claim, by, places - held);
            update.UpdateExpression = "ADD #used :n, #by :n SET #expires = :expires";
            update.ConditionExpression = held == 0 ? "attribute_not_exists(#by) AND (attribute_not_exists(#used) OR #used <= :room)" : "#by = :held AND #used <= :room";
            update.ExpressionAttributeValues[":room"] = LedgerItems.Number(claim.Max - places + held);
            if (held > 0)
            {
                update.ExpressionAttributeValues[":held"] = LedgerItems.Number(held);
            }

            try
            {
                await client.UpdateItemAsync(update, cancel).ConfigureAwait(false);
                return BudgetPlace.Taken;
            }
            catch (ConditionalCheckFailedException e)
            {
                // Some emulators don't show what the failed condition has seen.
                var stored = e.Item is { Count: > 0 } shown ? shown : await GetAsync(claim, cancel).ConfigureAwait(false);
                var before = held;
                held = NumberOf(stored.GetValueOrDefault(by));
                if (held >= places || held <= before)
                {
                    return held >= places ? BudgetPlace.TakenBefore : BudgetPlace.Full;
                }
            }
        }
    }

    public async Task GiveBackAsync(BudgetClaim claim, string by, int places, CancellationToken cancel)
    {
        var update = Changing(claim, by, -places);
        update.UpdateExpression = "ADD #used :n REMOVE #by SET #expires = :expires";
        update.ConditionExpression = "#by = :held";
        update.ExpressionAttributeValues[":held"] = LedgerItems.Number(places);
        try
        {
            await client.UpdateItemAsync(update, cancel).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // They were given back before.
        }
    }

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

    public async Task<IReadOnlyList<(string Place, int Used)>> ListAsync(string budget, DateTimeOffset from, CancellationToken cancel)
    {
        var (listed, prefix) = (new List<(string, int)>(), SortKey(from, ""));
        var query = new QueryRequest
        {
            TableName = table,
            KeyConditionExpression = "#pk = :pk AND begins_with(#sk, :sk)",
            ProjectionExpression = "#sk, #used",
            ExpressionAttributeNames = new() { ["#pk"] = LedgerTable.PartitionKey, ["#sk"] = LedgerTable.SortKey, ["#used"] = Used },
            ExpressionAttributeValues = new() { [":pk"] = new(PartitionKey(budget)), [":sk"] = new(prefix) },
            ConsistentRead = true,
        };
        do
        {
            var page = await client.QueryAsync(query, cancel).ConfigureAwait(false);
            foreach (var item in page.Items ?? [])
            {
                listed.Add((item[LedgerTable.SortKey].S[prefix.Length..], NumberOf(item.GetValueOrDefault(Used))));
            }

            query.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (query.ExclusiveStartKey is { Count: > 0 });
        return listed;
    }

    private static string PartitionKey(string budget) => $"budget#{budget}";

    private static string SortKey(DateTimeOffset from, string place) => $"window#{LedgerItems.Stamp(from)}#{place}";

    private static Item KeyOf(BudgetClaim claim) => LedgerItems.Key(PartitionKey(claim.Budget), SortKey(claim.From, claim.Place));

    private static int NumberOf(AttributeValue? value) => value?.N is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : 0;

    /// <param name="by">Also the name of its attribute: ids of executions are no names that the item has otherwise.</param>
    private UpdateItemRequest Changing(BudgetClaim claim, string by, int places) => new()
    {
        TableName = table,
        Key = KeyOf(claim),
        ExpressionAttributeNames = new() { ["#used"] = Used, ["#by"] = by, ["#expires"] = LedgerTable.TimeToLiveAttribute },
        ExpressionAttributeValues = new() { [":n"] = LedgerItems.Number(places), [":expires"] = Expiry(claim) },
        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
    };

    private static AttributeValue Expiry(BudgetClaim claim) => LedgerItems.Expiry(claim.To, LedgerTable.KeepOthers);

    private async Task<Item> GetAsync(BudgetClaim claim, CancellationToken cancel) =>
        (await client.GetItemAsync(new GetItemRequest { TableName = table, Key = KeyOf(claim), ConsistentRead = true }, cancel).ConfigureAwait(false)).Item ?? [];
}
