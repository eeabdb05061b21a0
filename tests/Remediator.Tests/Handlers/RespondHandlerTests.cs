using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using Amazon.SQS;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Handlers;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Tests.Handlers;

public sealed class RespondHandlerTests
{
    private readonly InMemoryLedger _ledger = new(new ManualTime());
    private readonly RecordingContext _context = new();
    private readonly Letters _letters = new();
    private readonly Delays _delays = new();

    [Fact]
    public async Task A_failed_finding_comes_again_in_seconds_and_then_later_and_later()
    {
        foreach (var delivery in new[] { 1, 2, 5 })
        {
            Assert.Equal(["m-1"], await HandleAsync(Batch(("m-1", Event("c2-activity"), delivery))));
        }

        Assert.Equal([("receipt-m-1", 5), ("receipt-m-1", 10), ("receipt-m-1", 80)], _delays.Asked.Select(d => (d.Receipt, (int)d.Delay.TotalSeconds)));
        Assert.Empty(_letters.Sent);
    }

    [Fact]
    public async Task After_the_last_delivery_it_is_given_up_with_its_reason()
    {
        Assert.Empty(await HandleAsync(Batch(("m-1", Event("c2-activity"), RetrySchedule.Deliveries))));

        var (body, reason) = Assert.Single(_letters.Sent);
        Assert.Equal(Event("c2-activity"), body);
        Assert.Contains("not finished after 10 deliveries", reason, StringComparison.Ordinal);
        Assert.Contains("STS is down", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_delivery_that_the_dead_letter_queue_does_not_take_is_left_to_the_queue()
    {
        _letters.Broken = true;

        Assert.Equal(["m-1"], await HandleAsync(Batch(("m-1", Event("c2-activity"), RetrySchedule.Deliveries))));
    }

    [Fact]
    public async Task A_poison_message_goes_away_with_its_reason_and_leaves_its_neighbours_alone()
    {
        Assert.Equal(["m-2"], await HandleAsync(Batch(("m-1", "{\"a\":", 1), ("m-2", Event("c2-activity"), 1), ("m-3", """{"hello":"world"}""", 1))));

        Assert.Equal(["{\"a\":", """{"hello":"world"}"""], _letters.Sent.Select(s => s.Body).Order(StringComparer.Ordinal));
        Assert.All(_letters.Sent, s => Assert.NotEmpty(s.Reason));
        Assert.Equal("receipt-m-2", Assert.Single(_delays.Asked).Receipt);
        Assert.Equal(2, (await _ledger.ListUnmatchedAsync(10, default)).Count(u => u.Outcome == "rejected"));
    }

    [Fact]
    public async Task An_event_with_a_finding_to_try_again_and_one_that_is_none_goes_to_the_dead_letters_once()
    {
        var list = $$"""{"Findings":[{{JsonNode.Parse(Event("c2-activity"))!["detail"]!.ToJsonString()}},{"nothing":1}]}""";
        foreach (var delivery in new[] { 1, 2, 3 })
        {
            Assert.Equal(["m-1"], await HandleAsync(Batch(("m-1", list, delivery))));
        }

        Assert.Empty(_letters.Sent);
        Assert.Empty(await HandleAsync(Batch(("m-1", list, RetrySchedule.Deliveries))));
        var (body, reason) = Assert.Single(_letters.Sent);
        Assert.Equal(list, body);
        Assert.Contains("STS is down", reason, StringComparison.Ordinal);
        Assert.Contains((await _ledger.ListUnmatchedAsync(1, default))[0].Reason, reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_can_not_put_off_is_no_failure_of_its_own()
    {
        _delays.Broken = true;

        Assert.Equal(["m-1"], await HandleAsync(Batch(("m-1", Event("c2-activity"), 1))));
        Assert.Contains(_context.Lines, l => l.StartsWith("Warning: The message could not be put off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Puts_a_message_off_in_its_queue()
    {
        using var sqs = LoopbackServer.Answering(new HttpReply(200, "{}", "Content-Type: application/x-amz-json-1.0"));
        using var aws = new AwsSession(new BasicAWSCredentials("AKIATEST", "test"), "111122223333", "eu-central-1", "aws", new AwsEndpoint(sqs.Url));

        await new QueueRedelivery(aws.Client<IAmazonSQS>(), "https://sqs/1/q").DelayAsync("handle", TimeSpan.FromSeconds(40), default);

        var seen = Assert.Single(sqs.Requests);
        Assert.Contains("AmazonSQS.ChangeMessageVisibility", seen.Head, StringComparison.Ordinal);
        Assert.Equal("""{"QueueUrl":"https://sqs/1/q","ReceiptHandle":"handle","VisibilityTimeout":40}""", seen.Body);
    }

    private async Task<IReadOnlyList<string>> HandleAsync(SQSEvent batch)
    {
        var time = new ManualTime();
        var playbook = Some.Playbook("isolate-instance");
        var responder = new Responder(new PlaybookMatcher([playbook]), new RemediationRunner(_ledger, new BrokenBroker(), ControlSource.InMemory(time), time, new RunnerOptions()), _ledger, time);
        var answer = await new RespondHandler(responder, _letters, _delays).HandleAsync(batch, _context, default);
        return [.. answer.BatchItemFailures.Select(f => f.ItemIdentifier)];
    }

    /// <summary>As Lambda sends it.</summary>
    private static SQSEvent Batch(params (string Id, string Body, int Delivery)[] messages)
    {
        var records = messages.Select(m => $$"""
            {
              "messageId": "{{m.Id}}", "receiptHandle": "receipt-{{m.Id}}", "body": {{JsonSerializer.Serialize(m.Body)}},
              "attributes": { "ApproximateReceiveCount": "{{m.Delivery}}", "SentTimestamp": "1772334000000", "SenderId": "x", "ApproximateFirstReceiveTimestamp": "1772334000001" },
              "messageAttributes": {}, "md5OfBody": "x", "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:111122223333:q", "awsRegion": "eu-central-1"
            }
            """);
        return SQSEvent.Read(Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(",", records)}}]}"""));
    }

    private static string Event(string name) => File.ReadAllText(Path.Combine(Repository.Samples, "guardduty", $"{name}.json"));

    private sealed class BrokenBroker : ICredentialBroker
    {
        public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel) =>
            throw new AmazonServiceException("STS is down");
    }

    private sealed class Letters : IDeadLetters
    {
        public List<(string Body, string Reason)> Sent { get; } = [];

        public bool Broken { get; set; }

        public Task SendAsync(string body, string reason, CancellationToken cancel)
        {
            if (Broken)
            {
                throw new AmazonServiceException("SQS is down");
            }

            lock (Sent)
            {
                Sent.Add((body, reason));
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Delays : IRedelivery
    {
        public List<(string Receipt, TimeSpan Delay)> Asked { get; } = [];

        public bool Broken { get; set; }

        public Task DelayAsync(string receipt, TimeSpan delay, CancellationToken cancel)
        {
            if (Broken)
            {
                throw new AmazonServiceException("SQS is down");
            }

            lock (Asked)
            {
                Asked.Add((receipt, delay));
            }

            return Task.CompletedTask;
        }
    }
}
