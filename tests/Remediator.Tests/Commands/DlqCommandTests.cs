using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Remediator.Execution;
using Remediator.Handlers;

namespace Remediator.Tests.Commands;

[NeedsMoto]
public sealed class DlqCommandTests
{
    private MotoAccount _account = null!;
    private IAmazonSQS _sqs = null!;

    [MotoFact]
    public async Task Lists_what_lies_there_with_its_reason_and_gives_it_back()
    {
        var (_, dead) = await QueuesAsync();
        await new QueueDeadLetters(_sqs, dead).SendAsync(Event(), "STS is down \u001b[31m[bold]", default);
        await new QueueDeadLetters(_sqs, dead).SendAsync("nonsense", "the document is not JSON", default);

        var text = await CliRun.OfAsync(_account, "dlq", "list");
        var json = await CliRun.OfAsync(_account, "dlq", "list", "--json");

        Assert.Equal((0, 0), (text.Exit, json.Exit));
        Assert.Contains("Remediator-UrgentDeadLetters: 2", text.Output, StringComparison.Ordinal);
        Assert.Contains("Remediator-UndeliveredEvents: empty", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("UrgentFindings", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text.Output);
        var letters = Lines(json.Output);
        Assert.Equal(["STS is down [31m[bold]", "the document is not JSON"], letters.Select(l => (string?)l["reason"]).Order(StringComparer.Ordinal));
        Assert.Contains(letters, l => (string?)l["finding"]?["type"] == "Backdoor:EC2/C&CActivity.B");
    }

    [MotoFact]
    public async Task Shows_one_message_with_its_body()
    {
        var (_, dead) = await QueuesAsync();
        await new QueueDeadLetters(_sqs, dead).SendAsync(Event(), "STS is down", default);
        var id = (string)Lines((await CliRun.OfAsync(_account, "dlq", "list", "--json")).Output).Single()["message"]!;

        var text = await CliRun.OfAsync(_account, "dlq", "show", id[..8]);
        var json = await CliRun.OfAsync(_account, "dlq", "show", id, "--json");

        Assert.Contains("reason: STS is down", text.Output, StringComparison.Ordinal);
        Assert.Equal(Event(), (string?)Lines(json.Output).Single()["body"]);
        Assert.Equal(2, (await CliRun.OfAsync(_account, "dlq", "show", "none")).Exit);
    }

    [MotoFact]
    public async Task Sends_one_message_or_all_back_where_they_come_from()
    {
        var (work, dead) = await QueuesAsync();
        foreach (var body in new[] { "one", "two", "three" })
        {
            await new QueueDeadLetters(_sqs, dead).SendAsync(body, "why", default);
        }

        var first = (string)Lines((await CliRun.OfAsync(_account, "dlq", "list", "--json")).Output)[0]["message"]!;
        var one = await CliRun.OfAsync(_account, "dlq", "redrive", first);
        Assert.Equal((0, 1, 2), (one.Exit, (await BodiesAsync(work)).Count, Lines((await CliRun.OfAsync(_account, "dlq", "list", "--json")).Output).Count));

        var rest = await CliRun.OfAsync(_account, "dlq", "redrive", "--all", "--json");
        Assert.Equal(0, rest.Exit);
        Assert.All(Lines(rest.Output), l => Assert.EndsWith("/Remediator-UrgentFindings", (string?)l["redrivenTo"], StringComparison.Ordinal));
        Assert.Equal(["one", "three", "two"], (await BodiesAsync(work)).Order(StringComparer.Ordinal));
        Assert.Empty(await BodiesAsync(dead));
    }

    [MotoFact]
    public async Task What_comes_from_no_queue_needs_to_be_told_where_it_belongs()
    {
        var (work, _) = await QueuesAsync();
        var undelivered = await QueueUrlAsync("Remediator-UndeliveredEvents");
        await _sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = undelivered, MessageBody = "event" });

        var stuck = await CliRun.OfAsync(_account, "dlq", "redrive", "--all");
        Assert.Equal((1, 1), (stuck.Exit, (await BodiesAsync(undelivered)).Count));
        Assert.Contains("--to URL", stuck.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await CliRun.OfAsync(_account, "dlq", "redrive", "--all", "--queue", "Undelivered", "--to", work)).Exit);
        Assert.Equal(["event"], await BodiesAsync(work));
    }

    [MotoFact]
    public async Task An_unknown_message_a_missing_queue_and_no_choice_are_said()
    {
        await QueuesAsync();

        Assert.Equal(1, (await CliRun.OfAsync(_account, "dlq", "redrive", "none")).Exit);
        Assert.Equal(2, (await CliRun.OfAsync(_account, "dlq", "redrive")).Exit);
        Assert.Contains("--stack", (await CliRun.OfAsync(_account, "dlq", "list", "--stack", "Other")).Error, StringComparison.Ordinal);
    }

    private static string Event() => File.ReadAllText(Path.Combine(Repository.Samples, "guardduty", "c2-activity.json"));

    private static List<JsonNode> Lines(string json) => [.. json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];

    private async Task<(string Work, string Dead)> QueuesAsync()
    {
        _account = await (await MotoServer.GetAsync()).NewAccountAsync();
        _sqs = new AwsSession(_account.Credentials, _account.Id, "eu-central-1", "aws", new AwsEndpoint(_account.Url)).Client<IAmazonSQS>();
        await CreateAsync("Remediator-UndeliveredEvents");
        await CreateAsync("Remediator-UrgentDeadLetters");
        var policy = $$"""{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:{{_account.Id}}:Remediator-UrgentDeadLetters","maxReceiveCount":10}""";
        await CreateAsync("Remediator-UrgentFindings", ("RedrivePolicy", policy));
        return (await QueueUrlAsync("Remediator-UrgentFindings"), await QueueUrlAsync("Remediator-UrgentDeadLetters"));
    }

    private async Task<string> QueueUrlAsync(string name) =>
        Assert.Single((await _sqs.ListQueuesAsync(new ListQueuesRequest { QueueNamePrefix = name })).QueueUrls);

    private async Task<List<string>> BodiesAsync(string queue) =>
        [.. ((await _sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = queue, MaxNumberOfMessages = 10, VisibilityTimeout = 0 })).Messages ?? []).Select(m => m.Body)];

    /// <summary>By hand: making queues is nothing that the engine's client can do.</summary>
    private async Task CreateAsync(string name, params (string Name, string Value)[] attributes)
    {
        using var http = new HttpClient();
        var form = new Dictionary<string, string> { ["Action"] = "CreateQueue", ["Version"] = "2012-11-05", ["QueueName"] = name };
        foreach (var (attribute, i) in attributes.Select((a, i) => (a, i + 1)))
        {
            form[$"Attribute.{i}.Name"] = attribute.Name;
            form[$"Attribute.{i}.Value"] = attribute.Value;
        }

        var key = (await _account.Credentials.GetCredentialsAsync()).AccessKey;
        using var request = new HttpRequestMessage(HttpMethod.Post, _account.Url) { Content = new FormUrlEncodedContent(form) };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={key}/20260301/eu-central-1/sqs/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
