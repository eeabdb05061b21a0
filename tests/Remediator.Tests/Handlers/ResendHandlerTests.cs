using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.FaultMatrix.Faults;
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
    public async Task However_long_a_channel_was_dead_it_gets_the_message_and_reads_when_it_was_written()
    {
        await AnnounceAsync();
        _slack.IsDead = true;
        _time.Advance(TimeSpan.FromHours(20));
        await Assert.ThrowsAsync<InvalidOperationException>(ResendAsync);
        _slack.IsDead = false;

        await ResendAsync();

        var notice = Assert.Single(_slack.Notices);
        Assert.StartsWith("Late: Contained: EC2 instance i-0abc123", notice.Headline, StringComparison.Ordinal);
        Assert.StartsWith("Written at 2026-03-01 03:00 UTC, could not be delivered before. 2 changes made", notice.Summary, StringComparison.Ordinal);
        Assert.Empty(await _ledger.ListPendingAsync(10, default));
    }

    [Fact]
    public async Task After_a_year_it_is_still_tried_and_named_and_nothing_is_sent_twice()
    {
        await AnnounceAsync();
        _slack.IsDead = true;
        for (var month = 0; month < 12; month++)
        {
            _time.Advance(TimeSpan.FromDays(30));
            await Assert.ThrowsAsync<InvalidOperationException>(ResendAsync);
        }

        _slack.IsDead = false;

        Assert.Equal("""{"waiting":1,"told":1}""", (await ResendAsync()).GetRawText());
        Assert.Equal("""{"waiting":0,"told":0}""", (await ResendAsync()).GetRawText());
        var line = Assert.Single(Assert.Single(_slack.Bulletins).Items);
        Assert.Equal("2026-03-01 03:00 UTC Contained: EC2 instance i-0abc123 (web-1), account 111122223333, eu-central-1: execution one", line);
        Assert.Equal(1, _email.Taken);
    }

    [Fact]
    public async Task A_channel_that_comes_back_is_not_flooded_it_gets_one_digest_which_names_each_execution()
    {
        _slack.IsDead = true;
        foreach (var n in Enumerable.Range(1, 30))
        {
            await AnnounceAsync($"rx-{n:00}");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _time.Advance(TimeSpan.FromHours(2));
        await Assert.ThrowsAsync<InvalidOperationException>(ResendAsync);
        _slack.IsDead = false;

        Assert.Equal("""{"waiting":30,"told":30}""", (await ResendAsync()).GetRawText());

        Assert.Empty(_slack.Notices);
        var digest = Assert.Single(_slack.Bulletins);
        Assert.Equal("Late: 30 messages that could not be delivered before", digest.Headline);
        Assert.Equal(Enumerable.Range(1, 30).Select(n => $"execution rx-{n:00}"), digest.Items.Select(i => i[^15..]));
        Assert.Contains("remediator incident show EXECUTION", digest.Summary, StringComparison.Ordinal);
        Assert.Equal("""{"waiting":0,"told":0}""", (await ResendAsync()).GetRawText());
        Assert.Single(_slack.Bulletins);
    }

    [Fact]
    public async Task A_dead_channel_costs_one_attempt_however_many_messages_wait()
    {
        _slack.IsDead = true;
        foreach (var n in Enumerable.Range(1, 200))
        {
            await AnnounceAsync($"rx-{n}");
        }

        _time.Advance(ResendHandler.Patience);

        await Assert.ThrowsAsync<InvalidOperationException>(ResendAsync);

        Assert.Equal(1, _slack.Refused);
        Assert.Equal(200, _email.Bulletins.Sum(b => b.Items.Length));
        Assert.Equal(4, _email.Bulletins.Count);
    }

    [Fact]
    public async Task The_other_channels_are_told_once_that_one_is_dead()
    {
        _slack.IsDead = true;
        await AnnounceAsync("one");
        await AnnounceAsync("two");
        _time.Advance(Resender.DeadAfter);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(ResendAsync);
            _time.Advance(TimeSpan.FromDays(2));
            await AnnounceAsync($"later {_time.GetUtcNow():u}");
        }

        var told = Assert.Single(_email.Bulletins, b => b.Headline == "Nobody is told by slack");
        Assert.Contains("since 2026-03-01 03:00 UTC", told.Summary, StringComparison.Ordinal);
        Assert.Contains("Why: slack: down", told.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_whose_receipts_cannot_be_recorded_is_not_called_dead()
    {
        foreach (var n in Enumerable.Range(1, 10))
        {
            await AnnounceAsync($"rx-{n}");
        }

        _time.Advance(Resender.DeadAfter);
        var outbox = StoreProxy.Before<IOutbox>(_ledger, (method, _) => method == nameof(IOutbox.RecordReceiptAsync) ? Task.FromException(new HttpRequestException("DynamoDB is out of reach")) : null);
        var resender = new Resender(new NotificationDispatcher([_slack, _email], outbox, new NoticeRenderer(), _time), outbox, _time);

        var report = await resender.RunAsync(ResendHandler.Patience, _time.GetUtcNow() + TimeSpan.FromMinutes(5), default);

        Assert.Equal((10, 0), (report.Waiting, report.Told));
        Assert.Contains("took the message, but its receipt could not be recorded", report.Problem, StringComparison.Ordinal);
        Assert.All([_slack, _email], c => Assert.Equal(10, Assert.Single(c.Bulletins).Items.Length));
    }

    [Fact]
    public async Task A_channel_that_refuses_one_message_is_not_dead_and_the_message_is_named_after_a_day()
    {
        _slack.Refuses = "poison";
        await AnnounceAsync("poison");
        await AnnounceAsync("good");
        _time.Advance(Resender.DeadAfter);

        await Assert.ThrowsAsync<InvalidOperationException>(ResendAsync);
        Assert.Equal("good", Assert.Single(_slack.Notices).Incident.FindingId);
        Assert.Empty(_email.Bulletins);

        _time.Advance(Resender.Alone);
        await ResendAsync();

        Assert.EndsWith("execution poison", Assert.Single(Assert.Single(_slack.Bulletins).Items), StringComparison.Ordinal);
        Assert.Empty(await _ledger.ListPendingAsync(10, default));
    }

    [Fact]
    public async Task What_people_still_have_to_decide_comes_by_itself_with_what_they_decide_with()
    {
        _slack.IsDead = true;
        foreach (var n in Enumerable.Range(1, 10))
        {
            await AnnounceAsync($"rx-{n}");
        }

        var approval = Notices.Asked(_time.GetUtcNow());
        await AnnounceAsync("asked", NoticeKind.ApprovalNeeded, r => r with { State = ExecutionState.AwaitingApproval, Approval = approval });
        _time.Advance(TimeSpan.FromHours(2));
        await Assert.ThrowsAsync<InvalidOperationException>(ResendAsync);
        _slack.IsDead = false;

        await ResendAsync();

        Assert.Equal("asked", Assert.Single(_slack.Notices).Incident.FindingId);
        Assert.Equal(10, Assert.Single(_slack.Bulletins).Items.Length);
    }

    private NotificationDispatcher Dispatcher() => new([_slack, _email], _ledger, new NoticeRenderer(), _time);

    private async Task<JsonElement> ResendAsync() =>
        await new ResendHandler(new Resender(Dispatcher(), _ledger, _time), _time).HandleAsync(new CloudWatchEvent<JsonElement>(), _context, default);

    private async Task<OutboxEntry> AnnounceAsync(string id = "one", NoticeKind kind = NoticeKind.Contained, Func<ExecutionRecord, ExecutionRecord>? with = null)
    {
        var record = Records.Instance() with { Id = id, UpdatedAt = _time.GetUtcNow(), Key = Records.Instance().Key with { FindingId = id } };
        var claimed = Assert.IsType<ClaimResult.Claimed>(await _ledger.ClaimAsync(record, "w", TimeSpan.FromMinutes(1), default)).Record;
        var told = with?.Invoke(claimed) ?? claimed;
        var entry = Records.Entry(told, kind, "slack", "email");
        await _ledger.SaveAsync(told with { LeaseUntil = _time.GetUtcNow() }, [entry], default);
        return entry;
    }

    private sealed class Channel(string name) : INoticeChannel
    {
        public string Name => name;

        public bool IsDead { get; set; }

        /// <summary>The finding whose message is refused, whatever the rest.</summary>
        public string? Refuses { get; set; }

        public List<Notice> Notices { get; } = [];

        public List<Bulletin> Bulletins { get; } = [];

        public int Taken => Notices.Count + Bulletins.Sum(b => b.Items.Length);

        public int Refused { get; private set; }

        public Task<DeliveryResult> SendAsync(Notice notice, CancellationToken cancel) =>
            Answer(notice.Incident.FindingId != Refuses, () => Notices.Add(notice));

        public Task<DeliveryResult> SendAsync(Bulletin bulletin, CancellationToken cancel) => Answer(true, () => Bulletins.Add(bulletin));

        private Task<DeliveryResult> Answer(bool isGood, Action take)
        {
            if (IsDead || !isGood)
            {
                Refused++;
                return Task.FromResult<DeliveryResult>(new DeliveryResult.Failed(FailureKind.Temporary, "down"));
            }

            take();
            return Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered($"{name}-{Taken}"));
        }
    }
}
