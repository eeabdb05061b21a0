using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Handlers;
using Remediator.Notifications;

namespace Remediator.Tests.Handlers;

/// <summary>A message whose stream record was given up is not lost: the outbox has it, and it is sent once the channel lives again.</summary>
public sealed class ResendHandlerTests
{
    private readonly ManualTime _time = new(Records.At);
    private readonly RecordingContext _context = new();
    private readonly InMemoryLedger _ledger;
    private readonly Channel _slack = new("slack");
    private readonly Channel _email = new("email");

    public ResendHandlerTests() => _ledger = new InMemoryLedger(_time);

    [Fact]
    public async Task Sends_to_the_channel_that_was_dead_and_to_no_other()
    {
        var entry = await AnnounceAsync();
        _slack.IsDead = true;
        await Dispatcher().DispatchAsync(entry, default);
        _slack.IsDead = false;
        _time.Advance(ResendHandler.Patience);

        var answer = await ResendAsync();

        Assert.Equal("""{"waiting":1,"told":1}""", answer.GetRawText());
        Assert.Equal((1, 1), (_slack.Taken, _email.Taken));
        Assert.Empty(await _ledger.ListPendingAsync(10, default));
        Assert.Equal("""{"waiting":0,"told":0}""", (await ResendAsync()).GetRawText());
    }

    [Fact]
    public async Task What_the_stream_may_still_deliver_is_left_to_it()
    {
        await AnnounceAsync();
        _time.Advance(ResendHandler.Patience - TimeSpan.FromSeconds(1));

        Assert.Equal("""{"waiting":0,"told":0}""", (await ResendAsync()).GetRawText());
        Assert.Equal(0, _slack.Taken);
    }

    [Fact]
    public async Task What_stays_undelivered_fails_the_run_stays_in_the_outbox_and_holds_up_no_other_message()
    {
        await AnnounceAsync("one");
        await AnnounceAsync("two");
        _slack.IsDead = true;
        _time.Advance(ResendHandler.Patience);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(ResendAsync);

        Assert.Contains("2 of 2 messages could still not be delivered; the first: slack: down", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, _email.Taken);
        Assert.Equal(2, (await _ledger.ListPendingAsync(10, default)).Count);
    }

    [Fact]
    public async Task What_nobody_could_be_told_for_days_is_no_news_any_more_and_rings_no_alarm()
    {
        await AnnounceAsync();
        _slack.IsDead = true;
        _time.Advance(ResendHandler.Worth + TimeSpan.FromSeconds(1));

        Assert.Equal("""{"waiting":0,"told":0}""", (await ResendAsync()).GetRawText());
        Assert.Single(await _ledger.ListPendingAsync(10, default));
    }

    private NotificationDispatcher Dispatcher() => new([_slack, _email], _ledger, new NoticeRenderer(), _time);

    private async Task<JsonElement> ResendAsync() =>
        await new ResendHandler(Dispatcher(), _ledger, _time).HandleAsync(new CloudWatchEvent<JsonElement>(), _context, default);

    private async Task<OutboxEntry> AnnounceAsync(string id = "one")
    {
        var record = Records.Instance() with { Id = id, UpdatedAt = _time.GetUtcNow(), Key = Records.Instance().Key with { FindingId = id } };
        var claimed = Assert.IsType<ClaimResult.Claimed>(await _ledger.ClaimAsync(record, "w", TimeSpan.FromMinutes(1), default)).Record;
        var entry = Records.Entry(claimed, NoticeKind.Contained, "slack", "email");
        await _ledger.SaveAsync(claimed with { LeaseUntil = _time.GetUtcNow() }, [entry], default);
        return entry;
    }

    private sealed class Channel(string name) : INoticeChannel
    {
        public string Name => name;

        public bool IsDead { get; set; }

        public int Taken { get; private set; }

        public Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel) =>
            Task.FromResult<DeliveryResult>(IsDead ? new DeliveryResult.Failed(FailureKind.Temporary, "down") : new DeliveryResult.Delivered($"{name}-{++Taken}"));
    }
}
