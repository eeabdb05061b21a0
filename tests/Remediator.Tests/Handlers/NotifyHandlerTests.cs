using Amazon.Lambda.DynamoDBEvents;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Handlers;
using Remediator.Notifications;

namespace Remediator.Tests.Handlers;

public sealed class NotifyHandlerTests
{
    private readonly ManualTime _time = new();
    private readonly Channel _slack = new();
    private readonly Invocation _invocation = new();

    [Fact]
    public async Task What_cannot_be_read_or_sent_is_handed_back_alone()
    {
        var broken = Image("b", "slack");
        broken["body"] = new AttributeValue { S = "{}" };

        var failed = await HandleAsync(("1", Image("a", "slack")), ("2", broken), ("3", Image("c", "pager")), ("4", new() { ["sk"] = new() { S = "execution" } }));

        Assert.Equal(["2", "3"], failed);
        Assert.Equal(1, _slack.Sent);
    }

    [Fact]
    public async Task A_channel_that_fails_leaves_the_record_to_be_delivered_again()
    {
        _slack.Result = new DeliveryResult.Failed(FailureKind.Temporary, "Slack fails (503)");

        Assert.Equal(["1"], await HandleAsync(("1", Image("a", "slack"))));
        Assert.Contains(_invocation.Log, line => line.EndsWith("People were not told", StringComparison.Ordinal));
    }

    private static Dictionary<string, AttributeValue> Image(string id, string channel)
    {
        var entry = Records.Entry(Records.Instance(id), NoticeKind.Contained, channel);
        return new()
        {
            ["sk"] = new() { S = $"outbox#{entry.Id}" },
            ["list"] = new() { S = "outbox" },
            ["body"] = new() { S = RecordJson.Write(entry) },
        };
    }

    private async Task<IEnumerable<string>> HandleAsync(params (string Number, Dictionary<string, AttributeValue> Image)[] records)
    {
        var dispatcher = new NotificationDispatcher([_slack], new InMemoryLedger(_time), new NoticeRenderer(), _time);
        var batch = new DynamoDBEvent
        {
            Records = [.. records.Select(r => new DynamoDBEvent.DynamodbStreamRecord { Dynamodb = new() { SequenceNumber = r.Number, NewImage = r.Image } })],
        };
        var answer = await new NotifyHandler(dispatcher).HandleAsync(batch, _invocation, CancellationToken.None);
        return answer.BatchItemFailures.Select(f => f.ItemIdentifier);
    }

    private sealed class Channel : INoticeChannel
    {
        private int _sent;

        public string Name => "slack";

        public int Sent => _sent;

        public DeliveryResult Result { get; set; } = new DeliveryResult.Delivered();

        public Task<DeliveryResult> SendAsync(Bulletin bulletin, CancellationToken cancel) => throw new NotSupportedException();

        public Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel)
        {
            Interlocked.Increment(ref _sent);
            return Task.FromResult(Result);
        }
    }
}
