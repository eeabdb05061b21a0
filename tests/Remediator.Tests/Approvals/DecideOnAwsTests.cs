using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;
using Remediator.Approvals;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Handlers;
using Remediator.Playbooks;
using Remediator.Tests.Support;

namespace Remediator.Tests.Approvals;

/// <summary>The deployed functions, put together from their settings, on moto: a finding asks, a button is pressed, a queue carries it on, a bucket is closed.</summary>
[NeedsMoto]
public sealed class DecideOnAwsTests : IDisposable
{
    private const string Region = "eu-central-1";
    private const string LinkKey = "0123456789abcdef0123456789abcdef";
    private const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("remediator-decide-");
    private MotoAccount _account = null!;

    /// <summary>Names of buckets are everybody's, in moto too.</summary>
    private string Bucket => $"exports-of-{_account.Id}";

    private AwsSession _aws = null!;
    private DynamoDbLedger _ledger = null!;
    private string _urgent = "";
    private string _signing = "";
    private string _linkKey = "";

    [MotoFact]
    public async Task A_pressed_button_closes_the_bucket_that_the_finding_is_about()
    {
        await StartAsync();
        var asked = await AskAsync();

        Assert.Equal(401, (int)(await PressAsync(asked, "another secret"))["statusCode"]!);
        Assert.Empty((await _ledger.FindAsync(asked.Id, default))!.Approval!.Decisions);

        Assert.Equal(200, (int)(await PressAsync(asked, SigningSecret))["statusCode"]!);
        Assert.Equal("slack:U0ALICE", Assert.Single((await _ledger.FindAsync(asked.Id, default))!.Approval!.Decisions).By);
        var message = Assert.Single((await _aws.Client<IAmazonSQS>().ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = _urgent })).Messages);
        await RespondAsync(message.Body);

        var done = (await _ledger.FindAsync(asked.Id, default))!;
        Assert.True(done.State == ExecutionState.Verified, $"{done.State}: {done.Failure}");
        Assert.True((await _aws.Client<IAmazonS3>().GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = Bucket })).PublicAccessBlockConfiguration.RestrictPublicBuckets);
        Assert.Contains((await _ledger.ListAuditAsync(asked.Id, default)), a => a.By == "slack:U0ALICE");
    }

    [MotoFact]
    public async Task A_stale_press_decides_nothing_and_a_replayed_one_decides_once()
    {
        await StartAsync();
        var asked = await AskAsync();

        Assert.Equal(401, (int)(await PressAsync(asked, SigningSecret, TimeSpan.FromMinutes(-6)))["statusCode"]!);
        Assert.Empty((await _ledger.FindAsync(asked.Id, default))!.Approval!.Decisions);

        var press = Pressed(asked, SigningSecret, TimeSpan.Zero);
        Assert.Equal(200, (int)(await InvokeAsync("decide", press.DeepClone().AsObject()))["statusCode"]!);
        Assert.Equal(200, (int)(await InvokeAsync("decide", press))["statusCode"]!);
        Assert.Single((await _ledger.FindAsync(asked.Id, default))!.Approval!.Decisions);
    }

    [MotoFact]
    public async Task An_email_link_shows_the_plan_decides_by_its_form_and_is_for_one_use()
    {
        await StartAsync();
        var asked = await AskAsync();
        var token = Uri.EscapeDataString(DecisionToken.For(asked, asked.Approval!, DecisionKind.Approve).Sign(LinkKey));

        var forged = await LinkAsync("GET", token[..^1] + (token[^1] == 'A' ? 'B' : 'A'));
        var shown = await LinkAsync("GET", token);
        Assert.Equal((403, 200), ((int)forged["statusCode"]!, (int)shown["statusCode"]!));
        Assert.Contains(Bucket, (string)shown["body"]!, StringComparison.Ordinal);
        Assert.Empty((await _ledger.FindAsync(asked.Id, default))!.Approval!.Decisions);

        Assert.Equal(200, (int)(await LinkAsync("POST", token))["statusCode"]!);
        Assert.Equal(410, (int)(await LinkAsync("POST", token))["statusCode"]!);
        Assert.Equal((DecisionWay.Email, "email link"), (await _ledger.FindAsync(asked.Id, default))!.Approval!.Decisions.Select(d => (d.Way, d.By)).Single());
    }

    public void Dispose()
    {
        _aws?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        _account = await (await MotoServer.GetAsync()).NewAccountAsync();
        _aws = new AwsSession(_account.Credentials, _account.Id, Region, "aws", new AwsEndpoint(_account.Url));
        await LedgerTable.CreateAsync(_aws.Client<IAmazonDynamoDB>(), "ledger", TimeProvider.System, default);
        _ledger = new DynamoDbLedger(_aws.Client<IAmazonDynamoDB>(), "ledger", TimeProvider.System);
        await _aws.Client<IAmazonS3>().PutBucketAsync(new PutBucketRequest { BucketName = Bucket, BucketRegionName = Region });
        await CallAsync("sqs", new FormUrlEncodedContent(new Dictionary<string, string> { ["Action"] = "CreateQueue", ["Version"] = "2012-11-05", ["QueueName"] = "urgent" }));
        _urgent = Assert.Single((await _aws.Client<IAmazonSQS>().ListQueuesAsync(new ListQueuesRequest { QueueNamePrefix = "urgent" })).QueueUrls);
        _signing = await SecretAsync("signing", SigningSecret);
        _linkKey = await SecretAsync("links", LinkKey);
        var playbook = Some.Playbook("block-public-bucket") with { Id = "bucket-public", Mode = PlaybookMode.Approve, Notify = [] };
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "playbooks.json"), PlaybookBundle.Write([playbook]));
    }

    /// <summary>A finding comes, and people are asked.</summary>
    private async Task<ExecutionRecord> AskAsync()
    {
        await RespondAsync((await File.ReadAllTextAsync(Path.Combine(Repository.Samples, "guardduty", "public-bucket.json"))).Replace("111122223333", _account.Id, StringComparison.Ordinal).Replace("example-finance-exports", Bucket, StringComparison.Ordinal));
        var asked = Assert.Single(await _ledger.ListAsync(10, default));
        Assert.Equal(ExecutionState.AwaitingApproval, asked.State);
        return asked;
    }

    private Task<JsonNode> LinkAsync(string method, string token) => InvokeAsync("decide", new JsonObject
    {
        ["version"] = "2.0",
        ["rawPath"] = LinkDesk.Path,
        ["rawQueryString"] = method == "GET" ? $"t={token}" : "",
        ["headers"] = new JsonObject { ["content-type"] = "application/x-www-form-urlencoded" },
        ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = method, ["path"] = LinkDesk.Path } },
        ["body"] = method == "GET" ? "" : $"t={token}",
        ["isBase64Encoded"] = false,
    });

    private Task<JsonNode> PressAsync(ExecutionRecord asked, string secret, TimeSpan skew = default) => InvokeAsync("decide", Pressed(asked, secret, skew));

    private static JsonObject Pressed(ExecutionRecord asked, string secret, TimeSpan skew)
    {
        var press = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = "U0ALICE" },
            ["actions"] = new JsonArray(new JsonObject { ["action_id"] = DecisionButton.ApproveAction, ["value"] = DecisionButton.Value(asked.Id, asked.Approval!) }),
        };
        var body = $"payload={WebUtility.UrlEncode(press.ToJsonString())}";
        var at = (TimeProvider.System.GetUtcNow() + skew).ToUnixTimeSeconds();
        return new JsonObject
        {
            ["version"] = "2.0",
            ["rawPath"] = "/slack",
            ["headers"] = new JsonObject { ["x-slack-request-timestamp"] = $"{at}", ["x-slack-signature"] = SlackSignature.Sign(secret, at, Encoding.UTF8.GetBytes(body)) },
            ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST", ["path"] = "/slack" } },
            ["body"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)),
            ["isBase64Encoded"] = true,
        };
    }

    private async Task RespondAsync(string message)
    {
        var answer = await InvokeAsync("respond", new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["messageId"] = "m-1", ["body"] = message }) });
        Assert.Empty(answer["batchItemFailures"]!.AsArray());
    }

    private async Task<JsonNode> InvokeAsync(string function, JsonObject payload)
    {
        string? Variable(string name) => name switch
        {
            FunctionSettings.FunctionVariable => function,
            FunctionSettings.TableVariable => "ledger",
            FunctionSettings.UrgentQueueVariable or FunctionSettings.PostureQueueVariable => _urgent,
            FunctionSettings.SigningSecretVariable => _signing,
            FunctionSettings.LinkKeyVariable => _linkKey,
            FunctionSettings.ApproversVariable => "U0ALICE",
            FunctionSettings.PlaybooksVariable => Path.Combine(_folder.FullName, "playbooks.json"),
            "AWS_REGION" => Region,
            "AWS_ENDPOINT_URL" => _account.Url,
            _ => null,
        };
        using var host = new FunctionHost(FunctionSettings.Read(Variable), _account.Credentials, TimeProvider.System);
        var answer = await host.Create()(Encoding.UTF8.GetBytes(payload.ToJsonString()), new RecordingContext(), CancellationToken.None);
        return JsonNode.Parse(answer.Span)!;
    }

    private async Task<string> SecretAsync(string name, string value)
    {
        using var secret = new StringContent(new JsonObject { ["Name"] = name, ["SecretString"] = value }.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1");
        return (string)JsonNode.Parse(await CallAsync("secretsmanager", secret, "secretsmanager.CreateSecret"))!["ARN"]!;
    }

    /// <summary>By hand: the engine's clients make neither queues nor secrets.</summary>
    private async Task<string> CallAsync(string service, HttpContent content, string? target = null)
    {
        var key = (await _account.Credentials.GetCredentialsAsync()).AccessKey;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _account.Url) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={key}/20260301/{Region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
        }

        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
