using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class NotificationDispatcherTests
{
    private readonly ManualTime _time = new(Records.At);
    private readonly InMemoryLedger _ledger;
    private readonly Channel _slack = new("slack");
    private readonly Channel _email = new("email");

    public NotificationDispatcherTests() => _ledger = new InMemoryLedger(_time);

    [Fact]
    public async Task Sends_to_every_channel_and_records_it()
    {
        var entry = await AnnounceAsync("slack", "email");

        var report = await DispatchAsync(entry);

        Assert.Null(report.Problem);
        Assert.Equal((1, 1), (_slack.Sent, _email.Sent));
        Assert.Empty(await _ledger.ListPendingAsync(10, CancellationToken.None));
        Assert.Equal("slack-1", (await _ledger.ListReceiptsAsync(entry, CancellationToken.None)).Single(r => r.Channel == "slack").Reference);
    }

    [Fact]
    public async Task A_second_delivery_sends_nothing()
    {
        var entry = await AnnounceAsync("slack", "email");
        await DispatchAsync(entry);

        var report = await DispatchAsync(entry);

        Assert.Empty(report.Outcomes);
        Assert.Equal((1, 1), (_slack.Sent, _email.Sent));
    }

    [Fact]
    public async Task A_dead_channel_holds_up_no_other_and_is_tried_alone_the_next_time()
    {
        var entry = await AnnounceAsync("slack", "email");
        _slack.Next = () => new DeliveryResult.Failed(FailureKind.Temporary, "Slack fails (500), after 4 attempts");

        var report = await DispatchAsync(entry);

        Assert.Equal("slack: Slack fails (500), after 4 attempts", report.Problem);
        Assert.Single(await _ledger.ListPendingAsync(10, CancellationToken.None));

        _slack.Next = null;
        Assert.Null((await DispatchAsync(entry)).Problem);
        Assert.Equal((2, 1), (_slack.Sent, _email.Sent));
    }

    [Fact]
    public async Task A_defect_in_a_channel_is_its_failure_and_its_message_stays_inside()
    {
        var entry = await AnnounceAsync("slack", "email");
        _slack.Next = () => throw new InvalidOperationException("https://hooks.example/s3cr3t");

        var report = await DispatchAsync(entry);

        Assert.Equal("slack: slack broke with InvalidOperationException", report.Problem);
        Assert.Equal(1, _email.Sent);
    }

    [Fact]
    public async Task A_channel_that_is_not_set_up_is_a_failure_not_a_silence()
    {
        var entry = await AnnounceAsync("pager", "email");

        var report = await DispatchAsync(entry);

        Assert.Equal("pager: no channel 'pager' is set up here; set it up, or take it off the playbook's notify list", report.Problem);
        Assert.Equal(1, _email.Sent);
    }

    [Fact]
    public async Task A_receipt_that_cannot_be_recorded_is_a_failure()
    {
        var entry = await AnnounceAsync("slack");
        var dispatcher = new NotificationDispatcher([_slack], new BrokenOutbox(), new NoticeRenderer(), _time);

        var report = await dispatcher.DispatchAsync(entry, CancellationToken.None);

        Assert.Equal("slack: slack took the message, but its receipt could not be recorded: disk full", report.Problem);
    }

    private async Task<OutboxEntry> AnnounceAsync(params string[] channels)
    {
        var claimed = Assert.IsType<ClaimResult.Claimed>(await _ledger.ClaimAsync(Records.Instance(), "w", TimeSpan.FromMinutes(1), CancellationToken.None)).Record;
        var entry = Records.Entry(claimed, NoticeKind.Contained, channels);
        await _ledger.SaveAsync(claimed, [entry], CancellationToken.None);
        return entry;
    }

    private Task<DispatchReport> DispatchAsync(OutboxEntry entry) =>
        new NotificationDispatcher([_slack, _email], _ledger, new NoticeRenderer(), _time).DispatchAsync(entry, CancellationToken.None);

    private sealed class Channel(string name) : INoticeChannel
    {
        public string Name => name;

        public int Sent { get; private set; }

        public Func<DeliveryResult>? Next { get; set; }

        public Task<DeliveryResult> SendAsync(Bulletin bulletin, CancellationToken cancel) => throw new NotSupportedException();

        public Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel)
        {
            Sent++;
            return Task.FromResult(Next?.Invoke() ?? new DeliveryResult.Delivered($"{name}-{Sent}"));
        }
    }

    private sealed class BrokenOutbox : IOutbox
    {
        public Task<IReadOnlyList<OutboxEntry>> ListPendingAsync(int limit, CancellationToken cancel, DateTimeOffset since = default) => Task.FromResult<IReadOnlyList<OutboxEntry>>([]);

        public Task<IReadOnlyList<DeliveryReceipt>> ListReceiptsAsync(OutboxEntry entry, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DeliveryReceipt>>([]);

        public Task RecordReceiptAsync(OutboxEntry entry, DeliveryReceipt receipt, CancellationToken cancel) => throw new IOException("disk full");
    }
}
