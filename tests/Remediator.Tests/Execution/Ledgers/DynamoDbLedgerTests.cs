using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;

namespace Remediator.Tests.Execution.Ledgers;

[NeedsMoto]
public sealed class DynamoDbLedgerTests : LedgerContract<DynamoDbLedger>
{
    private const string Table = "remediator";

    private AmazonDynamoDBClient? _client;

    [MotoFact]
    public async Task The_table_has_its_index_its_expiry_its_stream_and_its_backups()
    {
        await OpenAsync();
        await LedgerTable.CreateAsync(_client!, Table, Time, None);

        var table = (await _client!.DescribeTableAsync(Table)).Table;
        Assert.Equal(BillingMode.PAY_PER_REQUEST, table.BillingModeSummary.BillingMode);
        Assert.Equal([LedgerTable.PartitionKey, LedgerTable.SortKey], table.KeySchema.Select(k => k.AttributeName));
        Assert.Equal(LedgerTable.IndexName, Assert.Single(table.GlobalSecondaryIndexes).IndexName);
        Assert.Equal(LedgerTable.StreamView, table.StreamSpecification.StreamViewType.Value);
        Assert.Equal(LedgerTable.TimeToLiveAttribute, (await _client.DescribeTimeToLiveAsync(Table)).TimeToLiveDescription.AttributeName);
        var backups = await _client.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsRequest { TableName = Table });
        Assert.Equal(PointInTimeRecoveryStatus.ENABLED, backups.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus);
    }

    [MotoFact]
    public async Task A_missing_table_is_named()
    {
        var ledger = new DynamoDbLedger((await ClientAsync())!, "elsewhere", Time);

        var e = await Assert.ThrowsAsync<LedgerTableMissingException>(() => ledger.ClaimAsync(Fresh(), "a", TimeSpan.FromMinutes(1), None));
        Assert.Equal("elsewhere", e.Table);
        await Assert.ThrowsAsync<LedgerTableMissingException>(() => ledger.FindAsync("x", None));
        await Assert.ThrowsAsync<LedgerTableMissingException>(() => ledger.ListAsync(1, None));
    }

    [MotoFact]
    public async Task Everything_expires_in_time()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var entry = Records.Entry(claimed, NoticeKind.Contained, "slack");
        await ledger.SaveAsync(claimed, [entry], None);
        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "slack", Records.At), None);
        await ledger.RecordUnmatchedAsync(new UnmatchedFinding("f", "config", "rule", "unmatched", "None.", Records.At), None);

        var items = (await _client!.ScanAsync(new ScanRequest(Table))).Items;

        var expected = new Dictionary<string, DateTimeOffset>
        {
            ["execution"] = Time.GetUtcNow() + LedgerTable.KeepExecutions,
            ["lease"] = Time.GetUtcNow() + LedgerTable.KeepPointers,
            ["audit#000000000002"] = Time.GetUtcNow() + LedgerTable.KeepExecutions,
            [$"outbox#{entry.Id}"] = Records.At + LedgerTable.KeepExecutions,
            [$"receipt#{entry.Id}#slack"] = Records.At + LedgerTable.KeepPointers,
            ["unmatched"] = Records.At + LedgerTable.KeepOthers,
        };
        Assert.Equal(
            expected.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Value.ToUnixTimeSeconds())),
            items.Select(i => (i[LedgerTable.SortKey].S, long.Parse(i[LedgerTable.TimeToLiveAttribute].N))).OrderBy(i => i.S, StringComparer.Ordinal));
    }

    [MotoFact]
    public async Task A_message_that_nobody_got_is_kept_longer_than_any_containment()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var entry = Records.Entry(claimed, NoticeKind.Contained, "slack", "email");
        await ledger.SaveAsync(claimed, [entry], None);
        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "email", Records.At), None);

        var item = Assert.Single((await _client!.ScanAsync(new ScanRequest(Table))).Items, i => i[LedgerTable.SortKey].S == $"outbox#{entry.Id}");

        Assert.Equal((claimed.UpdatedAt + LedgerTable.KeepPointers).ToUnixTimeSeconds(), long.Parse(item[LedgerTable.TimeToLiveAttribute].N));
    }

    [MotoFact]
    public async Task A_raw_finding_over_the_limit_is_left_out_and_says_so()
    {
        var ledger = await OpenAsync();
        var noise = Convert.ToBase64String(RandomNumberGenerator.GetBytes(600_000));

        await ClaimAsync(ledger, Fresh() with { Finding = Records.Finding with { Raw = $"\"{noise}\"" } }, "a");

        var raw = (await ledger.FindAsync(Fresh().Id, None))!.Finding.Raw;
        Assert.Equal("""{"remediator":"The raw finding of 800002 bytes is left out: a DynamoDB item holds 400 KB."}""", raw);
    }

    [MotoFact]
    public async Task An_expired_lease_is_found_by_time_not_by_text()
    {
        var ledger = await OpenAsync();
        await ledger.ClaimAsync(Fresh(), "a", TimeSpan.FromTicks(1), None);
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.IsType<ClaimResult.Claimed>(await ledger.ClaimAsync(Fresh(), "b", TimeSpan.FromMinutes(1), None));
        Assert.IsType<ClaimResult.Busy>(await ledger.ClaimAsync(Fresh(), "c", TimeSpan.FromMinutes(1), None));
    }

    [MotoFact]
    public async Task A_readable_body_stays_readable_in_the_console()
    {
        var ledger = await OpenAsync();
        await ClaimAsync(ledger, Fresh(), "a");

        var item = Assert.Single((await _client!.ScanAsync(new ScanRequest(Table))).Items, i => i[LedgerTable.SortKey].S == "execution");

        Assert.Contains("\"state\":\"Received\"", item["body"].S, StringComparison.Ordinal);
        Assert.DoesNotContain("lease", item["body"].S, StringComparison.Ordinal);
    }

    [MotoFact]
    public async Task An_audit_entry_that_is_there_already_is_never_overwritten()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        await _client!.PutItemAsync(Table, new()
        {
            [LedgerTable.PartitionKey] = new($"execution#{claimed.Id}"),
            [LedgerTable.SortKey] = new("audit#000000000002"),
            ["body"] = new("first"),
        });

        await Assert.ThrowsAsync<TransactionCanceledException>(() => ledger.SaveAsync(claimed, [], None));

        var item = await _client.GetItemAsync(Table, new() { [LedgerTable.PartitionKey] = new($"execution#{claimed.Id}"), [LedgerTable.SortKey] = new("audit#000000000002") });
        Assert.Equal("first", item.Item["body"].S);
        Assert.Equal(claimed.Version, (await ledger.FindAsync(claimed.Id, None))!.Version);
    }

    protected override async Task<DynamoDbLedger> OpenAsync()
    {
        _client = await ClientAsync();
        await LedgerTable.CreateAsync(_client, Table, Time, None);
        return new DynamoDbLedger(_client, Table, Time);
    }

    /// <summary>One after the other: moto checks a condition and writes in two steps, which DynamoDB does in one.</summary>
    protected override async Task<ClaimResult[]> AtOnceAsync(IEnumerable<Func<Task<ClaimResult>>> calls)
    {
        var results = new List<ClaimResult>();
        foreach (var call in calls)
        {
            results.Add(await call());
        }

        return [.. results];
    }

    private static async Task<AmazonDynamoDBClient> ClientAsync()
    {
        var account = await (await MotoServer.GetAsync()).NewAccountAsync();
        return new AmazonDynamoDBClient(account.Credentials, new AmazonDynamoDBConfig { ServiceURL = account.Url, AuthenticationRegion = "eu-central-1" });
    }
}
