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
    private readonly InMemoryLedger _ledger;

    public NotifyHandlerTests() => _ledger = new InMemoryLedger(_time);

    [Fact]
    public async Task What_cannot_be_read_is_handed_back_alone()
    {
        var broken = Image("b", "slack");
        broken["body"] = new AttributeValue { S = "{}" };

        var failed = await HandleAsync(("1", Image("a", "slack")), ("2", broken), ("3", Image("c", "pager")), ("4", new() { ["sk"] = new() { S = "execution" } }));

        Assert.Equal(["2"], failed);
        Assert.Equal(1, _slack.Sent);
    }

    [Fact]
    public async Task A_dead_channel_holds_up_no_later_message_and_gets_what_it_missed_from_the_outbox_within_minutes()
    {
        var entry = await AnnounceAsync();
        _slack.Result = new DeliveryResult.Failed(FailureKind.Temporary, "Slack fails (503)");

        Assert.Empty(await HandleAsync(("1", Image("a", "slack"))));

        Assert.Contains(_invocation.Log, line => line.Contains("People were not told", StringComparison.Ordinal));
        Assert.Empty(await _ledger.ListReceiptsAsync(entry, CancellationToken.None));
        _slack.Result = new DeliveryResult.Delivered();
        _time.Advance(ResendHandler.Patience);
        await new Resender(Dispatcher, _ledger, _time).RunAsync(ResendHandler.Patience, _time.GetUtcNow() + TimeSpan.FromMinutes(5), CancellationToken.None);
        Assert.Single(await _ledger.ListReceiptsAsync(entry, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_told_already_can_not_be_looked_up_is_handed_back()
    {
        var dispatcher = new NotificationDispatcher([_slack], new Away(), new NoticeRenderer(), _time);

        Assert.Equal(["1"], await HandleAsync(dispatcher, ("1", Image("a", "slack"))));
    }

    private NotificationDispatcher Dispatcher => new([_slack], _ledger, new NoticeRenderer(), _time);

    /// <summary>The entry of <see cref="Image"/>, on record.</summary>
    private async Task<OutboxEntry> AnnounceAsync()
    {
        var entry = Records.Entry(Records.Instance("a"), NoticeKind.Contained, "slack");
        var claimed = Assert.IsType<ClaimResult.Claimed>(await _ledger.ClaimAsync(entry.Record with { LeaseOwner = null, LeaseUntil = null, Version = 0 }, "respond", TimeSpan.FromMinutes(1), CancellationToken.None)).Record;
        await _ledger.SaveAsync(claimed, [entry with { Record = entry.Record with { UpdatedAt = _time.GetUtcNow() } }], CancellationToken.None);
        return entry;
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

    private Task<IEnumerable<string>> HandleAsync(params (string Number, Dictionary<string, AttributeValue> Image)[] records) => HandleAsync(Dispatcher, records);

    private async Task<IEnumerable<string>> HandleAsync(NotificationDispatcher dispatcher, params (string Number, Dictionary<string, AttributeValue> Image)[] records)
    {
        var batch = new DynamoDBEvent
        {
            Records = [.. records.Select(r => new DynamoDBEvent.DynamodbStreamRecord { Dynamodb = new() { SequenceNumber = r.Number, NewImage = r.Image } })],
        };
        var answer = await new NotifyHandler(dispatcher).HandleAsync(batch, _invocation, CancellationToken.None);
        return answer.BatchItemFailures.Select(f => f.ItemIdentifier);
    }

    private sealed class Away : IOutbox
    {
        public Task<IReadOnlyList<OutboxEntry>> ListPendingAsync(int limit, CancellationToken cancel, DateTimeOffset since = default) => throw new IOException("away");

        public Task<IReadOnlyList<DeliveryReceipt>> ListReceiptsAsync(OutboxEntry entry, CancellationToken cancel) => throw new IOException("away");

        public Task RecordReceiptAsync(OutboxEntry entry, DeliveryReceipt receipt, CancellationToken cancel) => throw new IOException("away");
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
