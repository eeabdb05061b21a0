using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Archiving;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Handlers;
using Remediator.Lambda;

namespace Remediator.Tests.Commands;

[NeedsMoto]
public sealed class ArchiveCommandTests
{
    private const string Table = "remediator";
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Began);
    private MotoAccount _account = null!;
    private AmazonDynamoDBClient _table = null!;
    private IAmazonS3 _s3 = null!;
    private DynamoDbLedger _ledger = null!;
    private string _bucket = "";

    [MotoFact]
    public async Task Writes_the_very_bytes_under_the_very_keys_that_the_export_function_would_have_written()
    {
        await StartAsync();
        await SaveAsync("rx-short");
        await SaveAsync("rx-long", what: new string('ä', 40_000));
        await PutAsync("execution#rx-later", "audit#000000000007", new() { S = """{"of":"a later version, with \u00e9 and \"quotes\""}""" });
        await PutAsync("execution#rx-later", "audit#000000000008", new() { B = new MemoryStream([31, 139, 0, 255]) });
        await new DynamoDbControlStore(_table, Table, _time).PutAsync(new Pause(new ControlScope(null, null)) { By = "alice", Why = "migration", At = Began }, default);
        var exported = await ExportedAsync();

        var first = await RunAsync("--json");

        Assert.Equal((0, ""), (first.Exit, first.Error));
        Assert.Equal(5, exported.Count);
        Assert.Contains("migration", exported.Single(e => e.Key.StartsWith("audit/controls/2026/03/01/030000", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        Assert.Equal(2, exported.Count(e => e.Key.StartsWith("audit/unread/", StringComparison.Ordinal)));
        Assert.Equal(exported, await KeptAsync());
        var lines = Lines(first.Output);
        Assert.Equal(exported.Keys.Order(StringComparer.Ordinal), lines[..^1].Select(l => (string)l["key"]!).Order(StringComparer.Ordinal));
        Assert.All(lines[..^1], l => Assert.Equal("written", (string?)l["outcome"]));
        Assert.Equal("""{"entries":5,"there":0,"written":5,"failed":0,"unread":2}""", lines[^1].ToJsonString());
    }

    [MotoFact]
    public async Task A_second_run_writes_nothing_and_a_later_one_only_what_is_missing()
    {
        await StartAsync();
        await SaveAsync("rx-1");
        await RunAsync();
        var before = await VersionsAsync();

        var second = await RunAsync();
        Assert.Equal((0, ""), (second.Exit, second.Error));
        Assert.Contains("there already: audit/111122223333/2026/03/01/rx-1/", second.Output, StringComparison.Ordinal);
        Assert.Contains("1 audit entries: 1 there already, 0 written, 0 failed.", second.Output, StringComparison.Ordinal);
        Assert.Equal(before, await VersionsAsync());

        await SaveAsync("rx-2");
        Assert.Contains("2 audit entries: 1 there already, 1 written, 0 failed.", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Empty(before.Except(await VersionsAsync()));
    }

    [MotoFact]
    public async Task What_somebody_else_has_put_there_stays_and_is_said()
    {
        await StartAsync();
        await SaveAsync("rx-1");
        await SaveAsync("rx-2");
        var key = (await ExportedAsync()).Keys.Order(StringComparer.Ordinal).First();
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, ContentBody = "forged" });

        var run = await RunAsync();

        Assert.Equal(1, run.Exit);
        Assert.Contains($"failed: {key} (something else is there, and stays", Words(run), StringComparison.Ordinal);
        Assert.Contains("2 audit entries: 0 there already, 1 written, 1 failed.", run.Output, StringComparison.Ordinal);
        Assert.Equal("forged", (await KeptAsync())[key]);
    }

    [MotoFact]
    public async Task The_time_is_that_of_the_entry_whenever_its_execution_began()
    {
        await StartAsync();
        await SaveAsync("rx-old");
        _time.Advance(TimeSpan.FromDays(40));
        await SaveAsync("rx-old");
        _time.Advance(TimeSpan.FromDays(40));
        await SaveAsync("rx-new");

        var run = await RunAsync("--since", "2026-04-10T03:10Z", "--until", "2026-04-10T04:00Z", "--json");

        Assert.Equal("""{"entries":1,"there":0,"written":1,"failed":0,"unread":0}""", Lines(run.Output)[^1].ToJsonString());
        Assert.StartsWith("audit/111122223333/2026/04/10/rx-old/", Assert.Single(await KeptAsync()).Key, StringComparison.Ordinal);
        Assert.Contains("0 audit entries", (await RunAsync("--since", "2026-04-11", "--until", "2026-05-01")).Output, StringComparison.Ordinal);
        Assert.Contains("3 audit entries", (await RunAsync("--since", "0001-01-01", "--until", "9999-12-31T23:59:59Z")).Output, StringComparison.Ordinal);
    }

    [MotoFact]
    public async Task More_than_one_page_of_entries_is_read_to_its_end()
    {
        await StartAsync();
        for (var i = 0; i < 130; i++)
        {
            await PutAsync("execution#rx-many", $"audit#{i:D12}", new() { S = new string('x', 9_000) });
        }

        Assert.Contains("130 audit entries: 0 there already, 130 written, 0 failed.", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(130, (await KeptAsync()).Count);
    }

    [MotoFact]
    public async Task A_bucket_that_is_not_the_archive_gets_nothing_and_a_ledger_that_is_no_table_is_refused()
    {
        await StartAsync();
        await SaveAsync("rx-1");
        await _s3.PutBucketAsync(new PutBucketRequest { BucketName = $"open-{_bucket}", BucketRegionName = "eu-central-1" });

        var (missing, open) = (await RunAgainstAsync("none-" + _bucket), await RunAgainstAsync($"open-{_bucket}"));

        Assert.Equal((2, 2), (missing.Exit, open.Exit));
        Assert.Contains($"The bucket none-{_bucket} could not be looked at (NoSuchBucket", missing.Error, StringComparison.Ordinal);
        Assert.Contains("has no object lock with a retention of its own", open.Error, StringComparison.Ordinal);
        Assert.Empty((await _s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = $"open-{_bucket}" })).S3Objects ?? []);
        Assert.Contains("only a table's entries", (await CliRun.OfAsync(_account, "archive", "--ledger", "file", "--bucket", _bucket)).Error, StringComparison.Ordinal);
        Assert.Contains("There is no DynamoDB table 'mistyped'", (await CliRun.OfAsync(_account, "archive", "--ledger", "dynamodb:mistyped", "--bucket", _bucket)).Error, StringComparison.Ordinal);
        Assert.Contains("before --since", (await RunAsync("--since", "2026-04-10", "--until", "2026-04-09")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{}", 0, "written: audit/unread/")]
    [InlineData(200, "{", 1, "it was written, and something else was read back")]
    [InlineData(403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>", 1, "it was written, and could not be read back: AccessDenied: no")]
    public async Task Success_is_what_was_read_back_from_the_bucket_of_the_own_account(int status, string found, int exit, string said)
    {
        using var aws = LoopbackServer.Answering(
            Caller,

            // The clock's check asks by itself.
            Caller,
            new HttpReply(200, "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>400</Days></DefaultRetention></Rule></ObjectLockConfiguration>"),
            new HttpReply(200, """{"Items":[]}"""),
            new HttpReply(200, """{"Items":[{"pk":{"S":"execution#rx-1"},"sk":{"S":"audit#000000000002"},"list":{"S":"finding#f"},"at":{"S":"2026-03-01T03:00:00.0000000Z"}}]}"""),
            new HttpReply(200, """{"Responses":{"remediator":[{"pk":{"S":"execution#rx-1"},"sk":{"S":"audit#000000000002"},"body":{"S":"{}"}}]}}"""),
            new HttpReply(200),
            new HttpReply(status, found));

        var run = await CliRun.OfAsync(At(aws), TimeProvider.System, "archive", "--ledger", "dynamodb:remediator", "--bucket", "audit-bucket");

        Assert.Equal((exit, ""), (run.Exit, run.Error));
        Assert.Contains(said, Words(run), StringComparison.Ordinal);
        var seen = aws.Requests.ToList();
        Assert.Contains("x-amz-expected-bucket-owner: 111122223333", seen[2].Head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"IndexName\":\"by-list\"", seen[4].Body, StringComparison.Ordinal);
        Assert.StartsWith("PUT /audit-bucket/audit/", seen[6].Line, StringComparison.Ordinal);
        Assert.Contains("If-None-Match: *", seen[6].Head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(8, seen.Count);
    }

    [Fact]
    public async Task An_entry_that_is_gone_since_it_was_listed_and_one_that_is_refused_are_said_and_hold_up_no_other()
    {
        const string Entry = """{"pk":{"S":"execution#rx-NN"},"sk":{"S":"audit#000000000002"},"list":{"S":"finding#f"},"at":{"S":"2026-03-01T03:00:00.0000000Z"}""";
        string[] entries = [.. Enumerable.Range(10, 21).Select(n => Entry.Replace("NN", $"{n}", StringComparison.Ordinal))];
        using var aws = new LoopbackServer(n => n switch
        {
            1 or 2 => Caller,
            3 => new HttpReply(200, "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>400</Days></DefaultRetention></Rule></ObjectLockConfiguration>"),
            4 => new HttpReply(200, """{"Items":[]}"""),
            5 => new HttpReply(200, $$"""{"Items":[{{string.Join(',', entries.Select(e => e + "}"))}}]}"""),
            6 => new HttpReply(200, $$$"""{"Responses":{"remediator":[{{{string.Join(',', entries[1..].Select(e => e + ""","body":{"S":"{}"}}"""))}}}]}}"""),
            _ => new HttpReply(403, "<Error><Code>AccessDenied</Code><Message>not you</Message></Error>"),
        });

        var run = await CliRun.OfAsync(At(aws), TimeProvider.System, "archive", "--ledger", "dynamodb:remediator", "--bucket", "audit-bucket");

        Assert.Equal((1, ""), (run.Exit, run.Error));
        Assert.Contains("failed: execution#rx-10 audit#000000000002 (it is listed, and the table does not have it any more)", Words(run), StringComparison.Ordinal);
        Assert.Equal(20, Words(run).Split("AccessDenied: not you").Length - 1);
        Assert.Contains("21 audit entries: 0 there already, 0 written, 21 failed.", run.Output, StringComparison.Ordinal);
    }

    private static HttpReply Caller { get; } =
        new(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/me</Arn><UserId>x</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");

    /// <summary>What it said, wherever its lines end.</summary>
    private static string Words(CliRun run) => string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Dictionary<string, string> At(LoopbackServer aws) => new(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = "AKIATEST",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_ENDPOINT_URL"] = aws.Url,
    };

    private async Task StartAsync()
    {
        _account = await (await MotoServer.GetAsync()).NewAccountAsync();
        _table = new AmazonDynamoDBClient(_account.Credentials, new AmazonDynamoDBConfig { ServiceURL = _account.Url, AuthenticationRegion = "eu-central-1" });
        _s3 = new AwsSession(_account.Credentials, _account.Id, "eu-central-1", "aws", new AwsEndpoint(_account.Url)).Client<IAmazonS3>();
        _bucket = $"audit-{_account.Id}";
        await LedgerTable.CreateAsync(_table, Table, new ManualTime(), default);
        _ledger = new DynamoDbLedger(_table, Table, _time);
        await _s3.PutBucketAsync(new PutBucketRequest { BucketName = _bucket, BucketRegionName = "eu-central-1", ObjectLockEnabledForBucket = true });
        await _s3.PutObjectLockConfigurationAsync(new PutObjectLockConfigurationRequest
        {
            BucketName = _bucket,
            ObjectLockConfiguration = new()
            {
                ObjectLockEnabled = ObjectLockEnabled.Enabled,
                Rule = new() { DefaultRetention = new() { Mode = ObjectLockRetentionMode.Governance, Days = 400 } },
            },
        });
    }

    private async Task SaveAsync(string id, string? what = null)
    {
        var record = Records.Instance(id, Began) with { PlaybookTitle = what ?? "Isolate" };
        var claimed = ((ClaimResult.Claimed)await _ledger.ClaimAsync(record, "w", TimeSpan.FromMinutes(1), default)).Record;
        await _ledger.SaveAsync(claimed with { LeaseOwner = null, LeaseUntil = null }, [], default);
    }

    private Task PutAsync(string partition, string sort, Amazon.DynamoDBv2.Model.AttributeValue body) => _table.PutItemAsync(new PutItemRequest(Table, new()
    {
        ["pk"] = new(partition),
        ["sk"] = new(sort),
        ["list"] = new("finding#f"),
        ["at"] = new("2026-03-01T03:00:00.0000000Z"),
        ["body"] = body,
    }));

    /// <summary>What the export function makes of the stream records of all items of the table.</summary>
    private async Task<SortedDictionary<string, string>> ExportedAsync()
    {
        var records = (await _table.ScanAsync(new ScanRequest(Table))).Items.Select((item, i) => new JsonObject
        {
            ["eventName"] = "INSERT",
            ["eventSource"] = "aws:dynamodb",
            ["dynamodb"] = new JsonObject
            {
                ["NewImage"] = new JsonObject(item.Select(a => KeyValuePair.Create(a.Key, Value(a.Value)))),
                ["SequenceNumber"] = $"{i}",
                ["StreamViewType"] = "NEW_IMAGE",
            },
        });
        var batch = JsonSerializer.Deserialize(new JsonObject { ["Records"] = new JsonArray([.. records]) }.ToJsonString(), LambdaEventsJson.Default.DynamoDBEvent)!;
        var archive = new Archive();
        Assert.Empty((await new ExportHandler(archive).HandleAsync(batch, new RecordingContext(), default)).BatchItemFailures);
        return archive.Objects;
    }

    /// <summary>As streams write a value: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html.</summary>
    private static JsonNode? Value(Amazon.DynamoDBv2.Model.AttributeValue value) => value switch
    {
        { S: { } text } => new JsonObject { ["S"] = text },
        { B: { } bytes } => new JsonObject { ["B"] = Convert.ToBase64String(bytes.ToArray()) },
        { N: { } number } => new JsonObject { ["N"] = number },
        _ => new JsonObject { ["SS"] = new JsonArray([.. value.SS.Select(s => (JsonNode)s)]) },
    };

    private async Task<SortedDictionary<string, string>> KeptAsync()
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var found in (await _s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket })).S3Objects ?? [])
        {
            using var answer = await _s3.GetObjectAsync(new GetObjectRequest { BucketName = _bucket, Key = found.Key });
            using var bytes = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(bytes);
            kept[found.Key] = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
        }

        return kept;
    }

    private async Task<List<string>> VersionsAsync() =>
        [.. (await _s3.ListVersionsAsync(new ListVersionsRequest { BucketName = _bucket })).Versions.Select(v => $"{v.Key} {v.VersionId}").Order(StringComparer.Ordinal)];

    private Task<CliRun> RunAsync(params string[] more) => RunAgainstAsync(_bucket, more);

    private Task<CliRun> RunAgainstAsync(string bucket, params string[] more) => CliRun.OfAsync(_account, ["archive", "--ledger", $"dynamodb:{Table}", "--bucket", bucket, .. more]);

    private static List<JsonNode> Lines(string json) => [.. json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];

    private sealed class Archive : IAuditArchive
    {
        public SortedDictionary<string, string> Objects { get; } = new(StringComparer.Ordinal);

        public Task<bool> WriteAsync(string key, string json, CancellationToken cancel)
        {
            lock (Objects)
            {
                return Task.FromResult(Objects.TryAdd(key, json));
            }
        }
    }
}
