using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Remediator.Archiving;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Handlers;
using Remediator.Lambda;

namespace Remediator.Tests.Handlers;

public sealed class ExportHandlerTests
{
    private readonly Archive _archive = new();

    [Fact]
    public async Task Writes_each_new_entry_as_one_object_and_passes_over_the_rest()
    {
        var failed = await HandleAsync(Record("1", "audit#000000000002", Json()), Record("2", "outbox#x", "{}"), Record("3", "execution", "{}"));

        Assert.Empty(failed);
        var (key, json) = Assert.Single(_archive.Objects);
        Assert.Equal("audit/111122223333/2026/03/01/ec2-3f9a1c/000000000002.json", key);
        Assert.Equal(Json(), json);
    }

    [Fact]
    public async Task A_change_of_the_controls_is_archived_too()
    {
        Assert.Empty(await HandleAsync(Record("1", "history#2026-03-01T03:00:02.5000000Z#pause#all", """{"by":"alice"}""")));

        var (key, json) = Assert.Single(_archive.Objects);
        Assert.Matches("^audit/controls/2026/03/01/0300025000000-[0-9a-f]{64}.json$", key);
        Assert.Equal("""{"by":"alice"}""", json);
    }

    [Theory]
    [InlineData("history#yesterday#pause")]
    [InlineData("history#")]
    public async Task A_change_of_the_controls_without_its_time_is_archived_as_it_is(string sortKey)
    {
        Assert.Empty(await HandleAsync(Record("1", sortKey, "{}")));

        Assert.StartsWith("audit/unread/", Assert.Single(_archive.Objects).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_can_not_be_written_is_handed_back_alone()
    {
        _archive.Broken = "000000000003";

        Assert.Equal(["2"], await HandleAsync(Record("1", "audit#000000000002", Json()), Record("2", "audit#000000000003", Json(version: 2))));
        Assert.Single(_archive.Objects);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    public async Task One_that_can_not_be_read_is_archived_as_it_is_and_holds_up_no_other(string body)
    {
        Assert.Empty(await HandleAsync(Record("1", "audit#000000000004", body), Record("2", "audit#000000000002", Json())));

        Assert.Equal(2, _archive.Objects.Count);
        Assert.Contains(_archive.Objects, o => o.Key.StartsWith("audit/unread/", StringComparison.Ordinal) && o.Json == body);
    }

    [Fact]
    public void A_key_is_made_of_nothing_that_could_be_a_path_of_its_own()
    {
        var entry = AuditEntry.Of(Records.Instance("../../x") with { Finding = Records.Finding with { Account = "../1" } }, [], Records.At);

        Assert.Matches("^audit/unknown/2026/03/01/[0-9a-f]{64}/000000000001.json$", AuditKey.Of(entry));
    }

    [Fact]
    public async Task An_object_is_written_once_and_only_where_there_is_none()
    {
        using var s3 = LoopbackServer.Answering(new HttpReply(200), new HttpReply(412, "<Error><Code>PreconditionFailed</Code><Message>there</Message></Error>"), new HttpReply(503, "<Error><Code>SlowDown</Code></Error>"));
        using var aws = new AwsSession(new BasicAWSCredentials("AKIATEST", "test"), "111122223333", "eu-west-1", "aws", new AwsEndpoint(s3.Url) { MaxRetries = 0 });
        var archive = new BucketArchive(aws.Client<IAmazonS3>(), "audit-bucket");

        Assert.True(await archive.WriteAsync("audit/x.json", "{}", default));
        Assert.False(await archive.WriteAsync("audit/x.json", "{}", default));
        await Assert.ThrowsAsync<AmazonS3Exception>(() => archive.WriteAsync("audit/x.json", "{}", default));

        var seen = s3.Requests.First();
        Assert.StartsWith("PUT /audit-bucket/audit/x.json", seen.Line, StringComparison.Ordinal);
        Assert.Contains("If-None-Match: *", seen.Head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("x-amz-checksum-", seen.Head, StringComparison.OrdinalIgnoreCase);
    }

    [MotoFact]
    public async Task What_the_ledger_writes_is_what_the_stream_brings_and_the_archive_keeps()
    {
        var account = await (await MotoServer.GetAsync()).NewAccountAsync();
        using var client = new AmazonDynamoDBClient(account.Credentials, new AmazonDynamoDBConfig { ServiceURL = account.Url, AuthenticationRegion = "eu-central-1" });
        var time = new ManualTime();
        await LedgerTable.CreateAsync(client, "remediator", time, default);
        var ledger = new DynamoDbLedger(client, "remediator", time);
        var claimed = ((ClaimResult.Claimed)await ledger.ClaimAsync(Records.Instance(), "w", TimeSpan.FromMinutes(1), default)).Record;
        await ledger.SaveAsync(claimed, [], default);
        var stored = (await client.ScanAsync(new Amazon.DynamoDBv2.Model.ScanRequest("remediator"))).Items.Single(i => i["sk"].S.StartsWith("audit#", StringComparison.Ordinal));

        Assert.Empty(await HandleAsync(Record("1", stored["sk"].S, stored["body"].S)));

        Assert.Equal(RecordJson.Write((await ledger.ListAuditAsync(claimed.Id, default))[0]), Assert.Single(_archive.Objects).Json);
    }

    private async Task<IReadOnlyList<string>> HandleAsync(params string[] records)
    {
        var batch = JsonSerializer.Deserialize($$"""{"Records":[{{string.Join(",", records)}}]}""", LambdaEventsJson.Default.DynamoDBEvent)!;
        var answer = await new ExportHandler(_archive).HandleAsync(batch, new RecordingContext(), default);
        return [.. answer.BatchItemFailures.Select(f => f.ItemIdentifier)];
    }

    /// <summary>As Lambda sends it.</summary>
    private static string Record(string sequence, string sortKey, string body) => new JsonObject
    {
        ["eventID"] = "c4ca4238",
        ["eventName"] = "INSERT",
        ["eventVersion"] = "1.1",
        ["eventSource"] = "aws:dynamodb",
        ["awsRegion"] = "eu-central-1",
        ["eventSourceARN"] = "arn:aws:dynamodb:eu-central-1:111122223333:table/remediator/stream/2026-03-01T00:00:00.000",
        ["dynamodb"] = new JsonObject
        {
            ["ApproximateCreationDateTime"] = 1772334000.0,
            ["Keys"] = new JsonObject { ["pk"] = new JsonObject { ["S"] = "execution#x" }, ["sk"] = new JsonObject { ["S"] = sortKey } },
            ["NewImage"] = new JsonObject { ["pk"] = new JsonObject { ["S"] = "execution#x" }, ["sk"] = new JsonObject { ["S"] = sortKey }, ["body"] = new JsonObject { ["S"] = body } },
            ["SequenceNumber"] = sequence,
            ["SizeBytes"] = 100,
            ["StreamViewType"] = "NEW_IMAGE",
        },
    }.ToJsonString();

    private static string Json(long version = 1) => RecordJson.Write(AuditEntry.Of(Records.Instance() with { Version = version }, [], Records.At));

    private sealed class Archive : IAuditArchive
    {
        public List<(string Key, string Json)> Objects { get; } = [];

        public string? Broken { get; set; }

        public Task<bool> WriteAsync(string key, string json, CancellationToken cancel)
        {
            if (Broken is { } part && key.Contains(part, StringComparison.Ordinal))
            {
                throw new AmazonS3Exception("down");
            }

            lock (Objects)
            {
                Objects.Add((key, json));
            }

            return Task.FromResult(true);
        }
    }
}
