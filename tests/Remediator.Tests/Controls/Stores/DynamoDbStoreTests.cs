using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution.Ledgers;

namespace Remediator.Tests.Controls.Stores;

[NeedsMoto]
public sealed class DynamoDbControlStoreTests : ControlStoreContract
{
    private AmazonDynamoDBClient? _client;

    [MotoFact]
    public async Task A_control_that_is_not_understood_makes_all_unknown()
    {
        var store = await OpenAsync();
        await store.PutAsync(Pause("storm"), None);
        await _client!.PutItemAsync(new PutItemRequest(MotoTable.Name, new() { ["pk"] = new("controls"), ["sk"] = new("control#x"), ["body"] = new("""{"kind":"from-the-future"}""") }));

        Assert.Contains("not understood", Assert.IsType<ControlsReading.Unknown>(await store.ReadAsync(None)).Reason, StringComparison.Ordinal);
        Assert.True(await store.RemoveAsync("x", "bob", "written by hand", None));
        Assert.Single(await AllAsync(store));
    }

    [MotoFact]
    public async Task A_missing_table_is_unknown_and_not_empty()
    {
        await OpenAsync();
        var store = new DynamoDbControlStore(_client!, "elsewhere", Time);

        Assert.Contains("'elsewhere'", Assert.IsType<ControlsReading.Unknown>(await store.ReadAsync(None)).Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerTableMissingException>(() => store.PutAsync(Pause("storm"), None));
    }

    [MotoFact]
    public async Task What_has_an_end_leaves_the_table_after_it_and_history_after_a_year()
    {
        var store = await OpenAsync();
        await store.PutAsync(ControlTests.All[0], None);

        var items = (await _client!.ScanAsync(new ScanRequest(MotoTable.Name))).Items.ToDictionary(i => i["sk"].S.Split('#')[0], i => long.Parse(i["expires"].N));
        Assert.Equal((ControlTests.All[0].Until!.Value + TimeSpan.FromDays(1)).ToUnixTimeSeconds(), items["control"]);
        Assert.Equal((Some.Time + LedgerTable.KeepExecutions).ToUnixTimeSeconds(), items["history"]);
    }

    protected override async Task<IControlStore> OpenAsync() => new DynamoDbControlStore(_client = await MotoTable.CreateAsync(Time), MotoTable.Name, Time);
}

[NeedsMoto]
public sealed class DynamoDbBudgetCountersTests : BudgetCountersContract
{
    protected override async Task<IBudgetCounters> OpenAsync() => new DynamoDbBudgetCounters(await MotoTable.CreateAsync(TimeProvider.System), MotoTable.Name);

    /// <summary>One after the other: moto checks a condition and writes in two steps, which DynamoDB does in one.</summary>
    protected override async Task<BudgetPlace[]> AtOnceAsync(IEnumerable<Func<Task<BudgetPlace>>> calls)
    {
        var places = new List<BudgetPlace>();
        foreach (var call in calls)
        {
            places.Add(await call());
        }

        return [.. places];
    }
}

internal static class MotoTable
{
    public const string Name = "remediator";

    public static async Task<AmazonDynamoDBClient> CreateAsync(TimeProvider time)
    {
        var account = await (await MotoServer.GetAsync()).NewAccountAsync();
        var client = new AmazonDynamoDBClient(account.Credentials, new AmazonDynamoDBConfig { ServiceURL = account.Url, AuthenticationRegion = "eu-central-1" });
        await LedgerTable.CreateAsync(client, Name, time, CancellationToken.None);
        return client;
    }
}
