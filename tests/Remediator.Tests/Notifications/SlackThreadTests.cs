using System.Text.Json.Nodes;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

/// <summary>A bot's messages: one thread for each incident, whatever Slack answers.</summary>
public sealed class SlackThreadTests
{
    private const string Token = "xoxb-12345-s3cr3t";

    private readonly ManualTime _time = new();
    private readonly RecordingSecret _secret = new();
    private readonly InMemoryThreads _threads;

    public SlackThreadTests() => _threads = new(_time);

    [Fact]
    public async Task The_first_message_goes_to_the_channel_and_the_next_into_its_thread()
    {
        using var slack = Slack(Taken("1.1"), Taken("1.2"));

        Assert.Equal(new DeliveryResult.Delivered("1.1"), await SendAsync(slack, NoticeKind.WouldRespond));
        Assert.Equal(new DeliveryResult.Delivered("1.2"), await SendAsync(slack, NoticeKind.Contained));

        Assert.Equal([(null, null), ("1.1", false)], Places(slack));
        Assert.All(slack.Requests, r => Assert.Equal("POST /api/chat.postMessage HTTP/1.1", r.Line));
        Assert.All(slack.Requests, r => Assert.Contains($"Authorization: Bearer {Token}", r.Head, StringComparison.Ordinal));
        Assert.All(slack.Requests, r => Assert.Equal("C0SEC", (string?)JsonNode.Parse(r.Body)!["channel"]));
    }

    [Theory]
    [InlineData(NoticeKind.Failed, true)]
    [InlineData(NoticeKind.ApprovalNeeded, true)]
    [InlineData(NoticeKind.UndoneOutside, true)]
    [InlineData(NoticeKind.BudgetUsedUp, true)]
    [InlineData(NoticeKind.ReleaseDrifted, true)]
    [InlineData(NoticeKind.Contained, false)]
    [InlineData(NoticeKind.Released, false)]
    public async Task A_reply_that_needs_people_is_shown_in_the_channel_as_well(NoticeKind kind, bool shown)
    {
        using var slack = Slack(Taken("1.1"), Taken("1.2"));
        await SendAsync(slack, NoticeKind.WouldRespond);

        await SendAsync(slack, kind);

        Assert.Equal(("1.1", shown), Places(slack)[1]);
    }

    [Fact]
    public async Task Another_finding_and_another_channel_have_threads_of_their_own()
    {
        using var slack = Slack(Taken("1.1"), Taken("1.2"), Taken("1.3"));
        await SendAsync(slack, NoticeKind.Contained);

        await SendAsync(slack, NoticeKind.Contained, finding: "another");
        await SendAsync(slack, NoticeKind.Contained, channel: "C0OTHER");

        Assert.Equal([(null, null), (null, null), (null, null)], Places(slack));
    }

    [Fact]
    public async Task A_message_waits_until_another_has_opened_the_thread()
    {
        using var slack = Slack(Taken("1.2"));
        var threads = new Scripted(new ThreadPlace.Taken(), new ThreadPlace.Taken(), new ThreadPlace.Reply("1.1"));

        await SendAsync(slack, NoticeKind.Contained, threads: threads);

        Assert.Equal([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5)], _time.Waits);
        Assert.Equal([("1.1", false)], Places(slack));
    }

    [Fact]
    public async Task A_thread_that_is_not_opened_in_time_keeps_no_message_back()
    {
        using var slack = Slack(Taken("1.2"));

        var result = await SendAsync(slack, NoticeKind.Contained, threads: new Scripted(new ThreadPlace.Taken()));

        Assert.Equal(new DeliveryResult.Delivered("1.2, outside of the thread: another message was to open the thread"), result);
        Assert.Equal([(null, null)], Places(slack));
        Assert.InRange(_time.Waits.Sum(w => w.TotalSeconds), 11, 12);
    }

    [Fact]
    public async Task A_ledger_that_fails_keeps_no_message_back()
    {
        using var slack = Slack(Taken("1.2"));

        var result = await SendAsync(slack, NoticeKind.Contained, threads: new Scripted());

        Assert.StartsWith("1.2, outside of the thread: AccessDeniedException", Assert.IsType<DeliveryResult.Delivered>(result).Reference, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("thread_not_found")]
    [InlineData("message_not_found")]
    [InlineData("cannot_reply_to_message")]
    public async Task Where_the_first_message_is_gone_another_takes_its_place(string error)
    {
        using var slack = Slack(Taken("1.1"), Refused(error), Taken("2.1"), Taken("2.2"));
        await SendAsync(slack, NoticeKind.WouldRespond);

        Assert.Equal(new DeliveryResult.Delivered("2.1"), await SendAsync(slack, NoticeKind.Contained));
        Assert.Equal(new DeliveryResult.Delivered("2.2"), await SendAsync(slack, NoticeKind.Released));

        Assert.Equal([(null, null), ("1.1", false), (null, null), ("2.1", false)], Places(slack));
    }

    [Fact]
    public async Task A_first_message_that_is_refused_leaves_the_place_to_the_next()
    {
        using var slack = Slack(Refused("invalid_blocks"), Taken("1.2"), Taken("1.3"));

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Permanent, "Slack refuses the message (invalid_blocks)"), await SendAsync(slack, NoticeKind.WouldRespond));
        await SendAsync(slack, NoticeKind.Contained);
        await SendAsync(slack, NoticeKind.Released);

        Assert.Empty(_time.Waits);
        Assert.Equal([(null, null), (null, null), ("1.2", false)], Places(slack));
    }

    [Theory]
    [InlineData("invalid_auth", "", true)]
    [InlineData("token_revoked", "", true)]
    [InlineData("channel_not_found", "; is the channel's id right, and is the app invited into it?", true)]
    [InlineData("missing_scope", "; the app needs the scope chat:write", true)]
    [InlineData("msg_too_long", "", false)]
    public async Task An_error_is_final_and_a_refused_token_is_read_anew(string error, string advice, bool forgotten)
    {
        using var slack = Slack(Refused(error));

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Permanent, $"Slack refuses the message ({error}){advice}"), await SendAsync(slack, NoticeKind.Contained));

        Assert.Single(slack.Requests);
        Assert.Equal(forgotten, _secret.Forgotten);
    }

    [Fact]
    public async Task An_error_that_holds_what_was_sent_is_not_repeated()
    {
        using var slack = Slack(Refused($"bad {Token}"));

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Permanent, "Slack refuses the message (an error without a name)"), await SendAsync(slack, NoticeKind.Contained));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(200)]
    public async Task Waits_as_long_as_slack_asks(int status)
    {
        using var slack = Slack(new HttpReply(status, Error("ratelimited"), "Retry-After: 7"), Taken("1.1"), Taken("1.2"));

        Assert.Equal(new DeliveryResult.Delivered("1.1"), await SendAsync(slack, NoticeKind.WouldRespond));
        await SendAsync(slack, NoticeKind.Contained);

        Assert.Equal([TimeSpan.FromSeconds(7)], _time.Waits);
        Assert.Equal(("1.1", false), Places(slack)[^1]);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_left_to_the_queue()
    {
        using var slack = Slack(new HttpReply(429, Error("ratelimited"), "Retry-After: 3600"));

        Assert.Equal(
            new DeliveryResult.Failed(FailureKind.Temporary, "Slack asks for fewer messages (429), and the next attempt would be 3600 s away"),
            await SendAsync(slack, NoticeKind.Contained));
    }

    [Fact]
    public async Task Tries_again_after_errors_on_the_other_side_and_answers_that_say_nothing()
    {
        using var slack = Slack(new HttpReply(503), Refused("internal_error"), new HttpReply(200, "<html>"), Taken("1.1"));

        Assert.Equal(new DeliveryResult.Delivered("1.1"), await SendAsync(slack, NoticeKind.Contained));

        Assert.Equal([1, 2, 4], _time.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_a_temporary_failure()
    {
        using var slack = LoopbackServer.Answering((HttpReply?)null);

        var result = await SendAsync(slack, NoticeKind.Contained, timeout: 0.3, retry: new DeliveryRetry { Attempts = 2 });

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Temporary, "Slack did not answer within 0.3 s, after 2 attempts"), result);
    }

    [Theory]
    [InlineData("""{"token":"xoxb-1-s3cr3t"}""")]
    [InlineData("""{"token":"xoxp-1-s3cr3t","channel":"C0SEC"}""")]
    [InlineData("""{"token":"xoxb-1-s3cr3t\r\nX: y","channel":"C0SEC"}""")]
    [InlineData("""{"token":"xoxb-1-s3cr3t","channel":"#security"}""")]
    [InlineData("""{"token":"xoxb-1-s3cr3t","channel":"C0SEC","api":"http://slack.example/api/"}""")]
    [InlineData("""{"token":"xoxb-1-s3cr3t","channel":""")]
    public async Task A_secret_that_is_no_bot_is_refused_without_being_shown(string secret)
    {
        using var slack = Slack(Taken("1.1"));
        _secret.Value = secret;

        var result = await SendAsync(null, NoticeKind.Contained);

        Assert.Equal(
            new DeliveryResult.Failed(FailureKind.Permanent, "what /slack/bot holds is neither an https address of a webhook nor a bot's token with a channel's id"),
            result);
    }

    private async Task<DeliveryResult> SendAsync(
        LoopbackServer? slack, NoticeKind kind, string? finding = null, string channel = "C0SEC", IIncidentThreads? threads = null, double timeout = 30, DeliveryRetry? retry = null)
    {
        _secret.Value = slack is null ? _secret.Value : new JsonObject { ["token"] = Token, ["channel"] = channel, ["api"] = $"{slack.Url}/api" }.ToJsonString();
        var notice = Notices.Of(kind);
        notice = notice with { Incident = notice.Incident with { Entry = $"{kind}", FindingId = finding ?? notice.Incident.FindingId } };
        using var http = SlackSender.CreateClient(TimeSpan.FromSeconds(timeout));

        var result = await new SlackSender(http, _secret, _time, retry ?? new DeliveryRetry(), threads ?? _threads).SendAsync(notice, CancellationToken.None);

        Assert.DoesNotContain("s3cr3t", result.ToString(), StringComparison.Ordinal);
        return result;
    }

    private static LoopbackServer Slack(params HttpReply?[] replies) => LoopbackServer.Answering(replies);

    private static HttpReply Taken(string ts) => new(200, $$"""{"ok":true,"channel":"C0SEC","ts":"{{ts}}"}""");

    private static HttpReply Refused(string error) => new(200, Error(error));

    private static string Error(string error) => $$"""{"ok":false,"error":"{{error}}"}""";

    private static List<(string? Thread, bool? Broadcast)> Places(LoopbackServer slack) =>
        [.. slack.Requests.Select(r => JsonNode.Parse(r.Body)!).Select(m => ((string?)m["thread_ts"], (bool?)m["reply_broadcast"]))];

    private sealed class RecordingSecret : ISecretSource
    {
        public string Value { get; set; } = "";

        public bool Forgotten { get; private set; }

        public Task<string> GetAsync(CancellationToken cancel) => Task.FromResult(Value);

        public void Forget() => Forgotten = true;

        public override string ToString() => "/slack/bot";
    }

    /// <summary>Answers in order, the last one again and again; with none it may not be asked.</summary>
    private sealed class Scripted(params ThreadPlace[] places) : IIncidentThreads
    {
        private int _asked;

        public Task<ThreadPlace> EnterAsync(ThreadKey key, string owner, string? lost, CancellationToken cancel) => places.Length == 0
            ? Task.FromException<ThreadPlace>(new Amazon.Runtime.AmazonServiceException("not authorized") { ErrorCode = "AccessDeniedException" })
            : Task.FromResult(places[Math.Min(_asked++, places.Length - 1)]);

        public Task OpenAsync(ThreadKey key, string owner, string message, CancellationToken cancel) => Task.CompletedTask;

        public Task AbandonAsync(ThreadKey key, string owner, CancellationToken cancel) => Task.CompletedTask;
    }
}
