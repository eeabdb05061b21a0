using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class SlackSenderTests
{
    private const string Secret = "/services/T000/B000/s3cr3tpath";

    private readonly ManualTime _time = new();
    private readonly RecordingSecret _secret = new();

    [Fact]
    public async Task Posts_the_message_as_json()
    {
        using var slack = LoopbackServer.Answering(new HttpReply(200, "ok"));

        Assert.Equal(new DeliveryResult.Delivered(), await SendAsync(slack.Url));

        var request = Assert.Single(slack.Requests);
        Assert.Equal($"POST {Secret} HTTP/1.1", request.Line);
        Assert.Contains("Content-Type: application/json; charset=utf-8", request.Head, StringComparison.Ordinal);
        Assert.StartsWith("Contained", (string)JsonNode.Parse(request.Body)!["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_as_long_as_slack_asks()
    {
        using var slack = LoopbackServer.Answering(new HttpReply(429, "", "Retry-After: 7"), new HttpReply(200, "ok"));

        Assert.IsType<DeliveryResult.Delivered>(await SendAsync(slack.Url));

        Assert.Equal([TimeSpan.FromSeconds(7)], _time.Waits);
    }

    [Fact]
    public async Task Attempts_that_take_long_leave_no_time_for_another()
    {
        var attempts = 0;

        var result = await new DeliveryRetry().RunAsync(
            () =>
            {
                attempts++;
                _time.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult<DeliveryAttempt>(new DeliveryAttempt.Again("Slack did not answer within 10 s"));
            },
            _time,
            default);

        Assert.Equal(3, attempts);
        Assert.Equal(FailureKind.Temporary, Failed(result).Kind);
    }

    [Fact]
    public async Task Waits_until_the_date_that_slack_names()
    {
        var date = _time.GetUtcNow().AddSeconds(12).ToString("r", CultureInfo.InvariantCulture);
        using var slack = LoopbackServer.Answering(new HttpReply(429, "", $"Retry-After: {date}"), new HttpReply(200, "ok"));

        Assert.IsType<DeliveryResult.Delivered>(await SendAsync(slack.Url));

        Assert.Equal([TimeSpan.FromSeconds(12)], _time.Waits);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_left_to_the_queue()
    {
        using var slack = LoopbackServer.Answering(new HttpReply(429, "", "Retry-After: 3600"));

        var failed = Failed(await SendAsync(slack.Url));

        Assert.Equal(FailureKind.Temporary, failed.Kind);
        Assert.Equal("Slack asks for fewer messages (429), and the next attempt would be 3600 s away", failed.Reason);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task Tries_again_after_an_error_on_the_other_side()
    {
        using var slack = LoopbackServer.Answering(new HttpReply(500), new HttpReply(503), new HttpReply(200, "ok"));

        Assert.IsType<DeliveryResult.Delivered>(await SendAsync(slack.Url));

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], _time.Waits);
    }

    [Fact]
    public async Task Gives_up_after_four_attempts_and_says_so()
    {
        using var slack = LoopbackServer.Answering(new HttpReply(502));

        var failed = Failed(await SendAsync(slack.Url));

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Temporary, "Slack fails (502), after 4 attempts"), failed);
        Assert.Equal(4, slack.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_a_temporary_failure()
    {
        using var slack = LoopbackServer.Answering((HttpReply?)null);

        var failed = Failed(await SendAsync(slack.Url, 0.3, new DeliveryRetry { Attempts = 2 }));

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Temporary, "Slack did not answer within 0.3 s, after 2 attempts"), failed);
    }

    [Fact]
    public async Task A_slow_answer_is_tried_again()
    {
        using var slack = LoopbackServer.Answering(null, new HttpReply(200, "ok"));

        Assert.IsType<DeliveryResult.Delivered>(await SendAsync(slack.Url, 2));
    }

    [Fact]
    public async Task Nobody_listening_is_a_temporary_failure()
    {
        string url;
        using (var slack = LoopbackServer.Answering(new HttpReply(200)))
        {
            url = slack.Url;
        }

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Temporary, "Slack cannot be reached (ConnectionError), after 4 attempts"), await SendAsync(url));
    }

    [Theory]
    [InlineData(404, "no_service", "Slack refuses the message (404 no_service)", true)]
    [InlineData(403, "invalid_token", "Slack refuses the message (403 invalid_token)", true)]
    [InlineData(400, "invalid_blocks", "Slack refuses the message (400 invalid_blocks)", false)]
    [InlineData(404, "<html>not found: http://127.0.0.1/services/T000/B000/s3cr3tpath</html>", "Slack refuses the message (404)", true)]
    [InlineData(302, "", "Slack refuses the message (302)", false)]
    public async Task A_refusal_is_final_and_a_refused_webhook_is_read_anew(int status, string body, string reason, bool forgotten)
    {
        using var slack = LoopbackServer.Answering(new HttpReply(status, body, "Location: https://evil.example/"));

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Permanent, reason), await SendAsync(slack.Url));

        Assert.Single(slack.Requests);
        Assert.Equal(forgotten, _secret.Forgotten);
    }

    [Theory]
    [InlineData("http://hooks.slack.com/services/T000/B000/s3cr3tpath")]
    [InlineData("ftp://127.0.0.1/s3cr3tpath")]
    [InlineData("https://user:s3cr3tpath@hooks.slack.com/x")]
    [InlineData("s3cr3tpath")]
    [InlineData("")]
    public async Task An_address_that_is_not_https_is_refused_without_being_shown(string address)
    {
        _secret.Value = address;

        var failed = Failed(await SendAsync(null));

        Assert.Equal(new DeliveryResult.Failed(FailureKind.Permanent, "what /slack/webhook holds is neither an https address of a webhook nor a bot's token with a channel's id"), failed);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_read_is_a_failure_of_this_channel()
    {
        _secret.Error = new Amazon.Runtime.AmazonServiceException("User is not authorized") { ErrorCode = "AccessDeniedException", StatusCode = System.Net.HttpStatusCode.BadRequest };

        var failed = Failed(await SendAsync(null));

        Assert.Equal(FailureKind.Permanent, failed.Kind);
        Assert.Equal("Slack's webhook or token could not be read from /slack/webhook: AccessDeniedException: User is not authorized", failed.Reason);
    }

    [Fact]
    public async Task Being_cancelled_is_not_a_failure_of_slack()
    {
        using var slack = LoopbackServer.Answering((HttpReply?)null);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        _secret.Value = slack.Url + Secret;
        using var http = SlackSender.CreateClient(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new SlackSender(http, _secret, _time, new DeliveryRetry(), new InMemoryThreads(_time)).SendAsync(Notices.Of(NoticeKind.Contained), cancel.Token));
    }

    private async Task<DeliveryResult> SendAsync(string? url, double timeout = 30, DeliveryRetry? retry = null)
    {
        _secret.Value = url is null ? _secret.Value : url + Secret;
        using var http = SlackSender.CreateClient(TimeSpan.FromSeconds(timeout));
        var result = await new SlackSender(http, _secret, _time, retry ?? new DeliveryRetry(), new InMemoryThreads(_time)).SendAsync(Notices.Of(NoticeKind.Contained), CancellationToken.None);

        Assert.DoesNotContain("s3cr3t", result.ToString(), StringComparison.Ordinal);
        return result;
    }

    private static DeliveryResult.Failed Failed(DeliveryResult result) => Assert.IsType<DeliveryResult.Failed>(result);

    private sealed class RecordingSecret : ISecretSource
    {
        public string Value { get; set; } = "";

        public Exception? Error { get; set; }

        public bool Forgotten { get; private set; }

        public Task<string> GetAsync(CancellationToken cancel) => Error is null ? Task.FromResult(Value) : Task.FromException<string>(Error);

        public void Forget() => Forgotten = true;

        public override string ToString() => "/slack/webhook";
    }
}
