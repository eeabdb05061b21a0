using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Remediator.Approvals;
using Remediator.Execution;
using Remediator.FindingSources;
using Remediator.Handlers;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Sweeping;
using Remediator.Tests.Support;

namespace Remediator.Tests.Approvals;

/// <summary>Decisions over HTTP as Slack and browsers send them, from the request to the change on the account.</summary>
public sealed class DecideHandlerTests : IAsyncLifetime
{
    private const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Key = "0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly RecordingContext _context = new();
    private readonly Queues _queues = new();
    private readonly Replies _replies = new();
    private ApprovalRun _run = null!;
    private ExecutionRecord _asked = null!;

    public async Task InitializeAsync()
    {
        _run = await ApprovalRun.StartAsync();
        _asked = await _run.AskAsync();
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task A_pressed_button_approves_and_the_plan_is_applied()
    {
        var answer = await PostAsync(Press());

        Assert.Equal((200, ""), (answer.StatusCode, answer.Body));
        var decision = Assert.Single((await _run.RecordAsync()).Approval!.Decisions);
        Assert.Equal((DecisionKind.Approve, DecisionWay.Slack, "slack:U0ALICE"), (decision.Kind, decision.Way, decision.By));
        Assert.Equal([Resumption.Of(_asked.Id)], _queues.Sent);
        Assert.Equal(ExecutionState.Verified, (await _run.ResumeAsync()).State);
    }

    [Fact]
    public async Task The_message_then_says_who_decided_and_has_no_buttons()
    {
        await PostAsync(Press());

        var (address, body) = Assert.Single(_replies.Sent);
        Assert.Equal("https://hooks.slack.com/actions/T1/2/3", address);
        var reply = JsonNode.Parse(body)!;
        Assert.True((bool)reply["replace_original"]!);
        Assert.Equal(["header", "section"], reply["blocks"]!.AsArray().Select(b => (string?)b!["type"]));
        Assert.Contains("*Approved* by <@U0ALICE>", (string?)reply["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pressed_button_rejects()
    {
        await PostAsync(Press(action: DecisionButton.RejectAction));

        Assert.Equal(ExecutionState.Refused, (await _run.RecordAsync()).State);
        Assert.Empty(_queues.Sent);
        Assert.Contains("*Rejected* by <@U0ALICE>", Assert.Single(_replies.Sent).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another secret", 0)]
    [InlineData(SigningSecret, -301)]
    [InlineData(SigningSecret, 301)]
    public async Task A_forged_or_stale_request_is_refused_and_changes_nothing(string secret, int skew)
    {
        var answer = await PostAsync(Press(), secret, skew);

        Assert.Equal(401, answer.StatusCode);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task A_request_whose_body_was_changed_after_signing_is_refused()
    {
        var request = Signed(Press(action: DecisionButton.RejectAction));
        request.Body = request.Body!.Replace("remediator-reject", "remediator-approve", StringComparison.Ordinal);

        Assert.Equal(401, (await SendAsync(request)).StatusCode);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task A_request_without_signature_is_refused()
    {
        var request = Signed(Press());
        request.Headers = new() { ["content-type"] = "application/x-www-form-urlencoded" };

        Assert.Equal(401, (await SendAsync(request)).StatusCode);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task The_signature_is_the_one_of_Slacks_own_example() =>
        Assert.Equal(
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
            SlackSignature.Sign(
                SigningSecret,
                1531420618,
                await Task.FromResult(Encoding.UTF8.GetBytes("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"))));

    [Fact]
    public async Task A_replayed_request_is_answered_and_decides_nothing_twice()
    {
        var request = Signed(Press());
        await SendAsync(request);

        Assert.Equal(200, (await SendAsync(request)).StatusCode);

        Assert.Single((await _run.RecordAsync()).Approval!.Decisions);
        Assert.Single(_queues.Sent);
        Assert.Equal(_replies.Sent[0].Body, _replies.Sent[1].Body);
    }

    [Fact]
    public async Task Who_is_not_on_the_list_decides_nothing_and_is_told_alone()
    {
        var answer = await PostAsync(Press(user: "U0MALLORY"));

        Assert.Equal(200, answer.StatusCode);
        await AssertUndecidedAsync();
        var reply = JsonNode.Parse(Assert.Single(_replies.Sent).Body)!;
        Assert.Equal(("ephemeral", false), ((string?)reply["response_type"], (bool)reply["replace_original"]!));
    }

    [Theory]
    [InlineData("https://hooks.slack.com.example.com/x")]
    [InlineData("http://hooks.slack.com/x")]
    [InlineData("https://hooks.slack.com:8443/x")]
    [InlineData("https://user@hooks.slack.com/x")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task Nobody_but_Slack_is_answered(string address)
    {
        await PostAsync(Press(reply: address));

        Assert.Empty(_replies.Sent);
        Assert.Single((await _run.RecordAsync()).Approval!.Decisions);
    }

    [Fact]
    public async Task A_button_of_an_earlier_plan_decides_nothing()
    {
        _run.Sandbox.Account.Buckets[ApprovalRun.Bucket].PublicAccessBlock = new(true, false, false, false);
        await _run.AskAsync();

        await PostAsync(Press());

        await AssertUndecidedAsync();
        Assert.Contains("about another plan", Assert.Single(_replies.Sent).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_in_base64_and_headers_in_any_case_are_understood()
    {
        var request = Signed(Press());
        request.Body = Convert.ToBase64String(Encoding.UTF8.GetBytes(request.Body!));
        request.IsBase64Encoded = true;
        request.Headers = request.Headers.ToDictionary(h => h.Key.ToUpperInvariant(), h => h.Value);

        Assert.Equal(200, (await SendAsync(request)).StatusCode);
        Assert.Single((await _run.RecordAsync()).Approval!.Decisions);
    }

    [Fact]
    public async Task A_decision_that_cannot_be_sent_to_its_lane_stands_and_is_due()
    {
        _queues.Broken = true;

        Assert.Equal(200, (await PostAsync(Press())).StatusCode);

        _run.Time.Advance(ApprovalSchedule.Grace);
        Assert.Equal([Resumption.Of(_asked.Id)], await _run.PatrolAsync());
        Assert.Equal(ExecutionState.Verified, (await _run.ResumeAsync()).State);
    }

    [Theory]
    [InlineData("payload=%7B")]
    [InlineData("payload=%7B%22type%22%3A%22view_submission%22%7D")]
    [InlineData("payload=%5B1%5D")]
    [InlineData("")]
    public async Task What_is_none_of_ours_is_answered_and_ignored(string body)
    {
        Assert.Equal(200, (await SendAsync(Signed(body, isForm: true))).StatusCode);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task A_link_shows_the_plan_and_changes_nothing()
    {
        var page = await GetAsync(await LinkAsync(DecisionKind.Approve));

        Assert.Equal(200, page.StatusCode);
        Assert.Contains(_asked.Approval!.Hash, page.Body, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\"", page.Body, StringComparison.Ordinal);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task A_page_loads_nothing_is_not_kept_and_tells_no_other_site()
    {
        var page = await GetAsync(await LinkAsync(DecisionKind.Approve));

        Assert.Equal("no-store", page.Headers["cache-control"]);
        Assert.Equal("no-referrer", page.Headers["referrer-policy"]);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", page.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Text_of_a_finding_stays_text_on_the_page()
    {
        _run.Finding = _run.Finding with { Title = "<script>alert(1)</script>\"'><img src=x>", UpdatedAt = Some.Time.AddHours(1) };
        await _run.DeliverAsync();

        var page = await GetAsync(await LinkAsync(DecisionKind.Approve));

        Assert.Contains("&lt;script&gt;", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_posted_form_approves_once()
    {
        var token = await LinkAsync(DecisionKind.Approve);

        Assert.Equal(200, (await FormAsync(token, "looked at it", "Alice")).StatusCode);
        var decision = Assert.Single((await _run.RecordAsync()).Approval!.Decisions);
        Assert.Equal((DecisionWay.Email, "email link", "looked at it; says to be Alice"), (decision.Way, decision.By, decision.Why));
        Assert.Single(_queues.Sent);

        var again = await FormAsync(token);
        Assert.Equal(410, again.StatusCode);
        Assert.Contains("This link was used", again.Body, StringComparison.Ordinal);
        Assert.Contains("This link was used", (await GetAsync(token)).Body, StringComparison.Ordinal);
        Assert.Single((await _run.RecordAsync()).Approval!.Decisions);
        Assert.Single(_queues.Sent);
    }

    [Fact]
    public async Task After_one_link_the_other_decides_nothing()
    {
        var approve = await LinkAsync(DecisionKind.Approve);
        await FormAsync(await LinkAsync(DecisionKind.Reject), "no");

        Assert.Equal(410, (await FormAsync(approve)).StatusCode);
        Assert.Equal(ExecutionState.Refused, (await _run.RecordAsync()).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.rx.x.a.1.2.3")]
    [InlineData("not a token at all")]
    public async Task What_is_no_link_of_ours_is_refused(string token)
    {
        Assert.Equal(403, (await GetAsync(token)).StatusCode);
        Assert.Equal(403, (await FormAsync(token)).StatusCode);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task A_form_longer_than_any_of_ours_is_refused_before_it_is_taken_apart()
    {
        var token = await LinkAsync(DecisionKind.Approve);

        Assert.Equal(413, (await FormAsync(token, new string('a', 20_000))).StatusCode);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task A_forged_link_is_refused_in_every_part()
    {
        var token = await LinkAsync(DecisionKind.Reject);
        var parts = token.Split('.');
        string With(int part, string value) => string.Join('.', parts.Select((p, i) => i == part ? value : p));
        string[] forged =
        [
            With(1, "rx-00000000000000000000"), With(2, new string('0', 64)), With(3, "a"), With(4, "1"), With(5, "99999999999"), With(6, new string('0', 64)),
            DecisionToken.For(_asked, _asked.Approval!, DecisionKind.Approve).Sign(Key.Replace('0', 'x')),
        ];

        foreach (var one in forged)
        {
            Assert.Equal(403, (await FormAsync(one)).StatusCode);
        }

        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task An_expired_link_is_refused()
    {
        var token = await LinkAsync(DecisionKind.Approve);
        _run.Time.Advance(TimeSpan.FromHours(24));

        Assert.Equal(410, (await GetAsync(token)).StatusCode);
        Assert.Contains("This link has expired", (await FormAsync(token)).Body, StringComparison.Ordinal);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task A_link_about_an_earlier_plan_is_refused()
    {
        var token = await LinkAsync(DecisionKind.Approve);
        _run.Sandbox.Account.Buckets[ApprovalRun.Bucket].PublicAccessBlock = new(true, false, false, false);
        await _run.AskAsync();

        Assert.Equal(409, (await FormAsync(token)).StatusCode);
        await AssertUndecidedAsync();
    }

    [Fact]
    public async Task All_who_get_the_email_are_one_person_of_a_quorum()
    {
        await using var run = await ApprovalRun.StartAsync(ApprovalTerms.Usual with { Quorum = 2 });
        var (before, asked) = (_run, _asked);
        (_run, _asked) = (run, await run.AskAsync());
        var token = await LinkAsync(DecisionKind.Approve);

        Assert.Contains("1 more approval is needed", (await FormAsync(token)).Body, StringComparison.Ordinal);
        Assert.Equal(410, (await FormAsync(token)).StatusCode);
        Assert.True((await run.RecordAsync()).Approval!.IsPending);
        Assert.Empty(_queues.Sent);
        await PostAsync(Press());
        Assert.Single(_queues.Sent);
        (_run, _asked) = (before, asked);
    }

    [Theory]
    [InlineData("GET", "/slack", 405)]
    [InlineData("PUT", "/decide", 405)]
    [InlineData("HEAD", "/decide", 405)]
    [InlineData("GET", "/", 404)]
    [InlineData("POST", "/admin", 404)]
    public async Task There_is_nothing_else(string method, string path, int status) =>
        Assert.Equal(status, (await SendAsync(Request(method, path, "", ""))).StatusCode);

    [Fact]
    public async Task What_breaks_is_told_without_its_details_and_logged()
    {
        var handler = new DecideHandler(null, new LinkDesk(new BrokenSecret(), _run.Ledger, Intake(), _run.Time));

        var answer = await handler.HandleAsync(Request("GET", "/decide", "t=x", ""), _context, CancellationToken.None);

        Assert.Equal(500, answer.StatusCode);
        Assert.DoesNotContain("vault", answer.Body, StringComparison.Ordinal);
        Assert.Contains(_context.Lines, l => l.StartsWith("Error: A decision could not be taken", StringComparison.Ordinal));
    }

    [Fact]
    public void The_payload_of_a_function_url_is_read()
    {
        const string Event = """
            {"version":"2.0","routeKey":"$default","rawPath":"/decide","rawQueryString":"t=abc","headers":{"content-type":"text/plain"},
             "requestContext":{"http":{"method":"GET","path":"/decide","sourceIp":"203.0.113.1"}},"isBase64Encoded":false}
            """;

        var request = Remediator.Approvals.WebRequest.Of(JsonSerializer.Deserialize(Event, Remediator.Lambda.LambdaEventsJson.Default.APIGatewayHttpApiV2ProxyRequest)!)!;

        Assert.Equal(("GET", "/decide", "t=abc", "text/plain"), (request.Method, request.Path, request.Query, request.Header("Content-Type")));
    }

    [Fact]
    public async Task Requests_carry_buttons_and_links_and_the_links_work()
    {
        var entry = Assert.Single(_run.Ledger.Outbox);
        var offers = new DecisionOffers(new GivenSecret(Key), "https://abc.lambda-url.eu-west-1.on.aws/", buttons: true);
        var notice = new NoticeRenderer().Render(entry) with { Decision = await offers.ForAsync(entry, CancellationToken.None) };

        var slack = JsonNode.Parse(SlackMessage.Render(notice))!["blocks"]!.AsArray().Single(b => (string?)b!["type"] == "actions")!["elements"]!.AsArray();
        Assert.Equal([DecisionButton.ApproveAction, DecisionButton.RejectAction], slack.Select(e => (string?)e!["action_id"]));
        Assert.All(slack, e => Assert.Equal(DecisionButton.Value(_asked.Id, _asked.Approval!), (string?)e!["value"]));

        var link = EmailMessage.Render(notice).Body.Split('\n').Single(l => l.Contains("Approve  https", StringComparison.Ordinal)).Trim().Split(' ')[^1];
        Assert.StartsWith("https://abc.lambda-url.eu-west-1.on.aws/decide?t=", link, StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync(Request("GET", "/decide", new Uri(link).Query[1..], ""))).StatusCode);
    }

    [Fact]
    public async Task A_request_whose_links_cannot_be_made_reaches_people_all_the_same()
    {
        var entry = Assert.Single(_run.Ledger.Outbox);

        Assert.Null(await new DecisionOffers(new BrokenSecret(), "https://x", buttons: false).ForAsync(entry, CancellationToken.None));
        Assert.Null(await new DecisionOffers(new GivenSecret("too short"), "https://x", buttons: false).ForAsync(entry, CancellationToken.None));
    }

    private DecisionIntake Intake() => new(_run.Desk, _queues);

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(APIGatewayHttpApiV2ProxyRequest request) => new DecideHandler(
        new SlackDesk(new GivenSecret(SigningSecret), new HashSet<string> { "U0ALICE" }, [new DecisionButton(Intake())], new SlackReply(new HttpClient(_replies)), _run.Time),
        new LinkDesk(new GivenSecret(Key), _run.Ledger, Intake(), _run.Time)).HandleAsync(request, _context, CancellationToken.None);

    private Task<APIGatewayHttpApiV2ProxyResponse> PostAsync(string payload, string secret = SigningSecret, int skew = 0) => SendAsync(Signed(payload, secret, skew));

    private Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(string token) => SendAsync(Request("GET", "/decide", $"t={Uri.EscapeDataString(token)}", ""));

    private Task<APIGatewayHttpApiV2ProxyResponse> FormAsync(string token, string why = "", string name = "") =>
        SendAsync(Request("POST", "/decide", "", $"t={Uri.EscapeDataString(token)}&why={WebUtility.UrlEncode(why)}&name={WebUtility.UrlEncode(name)}"));

    private async Task<string> LinkAsync(DecisionKind kind)
    {
        var record = await _run.RecordAsync();
        return DecisionToken.For(record, record.Approval!, kind).Sign(Key);
    }

    private async Task AssertUndecidedAsync()
    {
        var record = await _run.RecordAsync();
        Assert.Empty(record.Approval!.Decisions);
        Assert.Equal(ExecutionState.AwaitingApproval, record.State);
        Assert.Empty(_queues.Sent);
    }

    /// <summary>What Slack sends when a button of the message is pressed.</summary>
    private string Press(string action = DecisionButton.ApproveAction, string user = "U0ALICE", string reply = "https://hooks.slack.com/actions/T1/2/3") => new JsonObject
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = user, ["username"] = "alice", ["team_id"] = "T1" },
        ["response_url"] = reply,
        ["message"] = new JsonObject { ["blocks"] = new JsonArray(new JsonObject { ["type"] = "header" }, new JsonObject { ["type"] = "actions" }) },
        ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = action, ["value"] = DecisionButton.Value(_asked.Id, _asked.Approval!) }),
    }.ToJsonString();

    private APIGatewayHttpApiV2ProxyRequest Signed(string payload, string secret = SigningSecret, int skew = 0, bool isForm = false)
    {
        var body = isForm ? payload : $"payload={WebUtility.UrlEncode(payload)}";
        var at = _run.Time.GetUtcNow().ToUnixTimeSeconds() + skew;
        var request = Request("POST", "/slack", "", body);
        request.Headers["x-slack-request-timestamp"] = $"{at}";
        request.Headers["x-slack-signature"] = SlackSignature.Sign(secret, at, Encoding.UTF8.GetBytes(body));
        return request;
    }

    private static APIGatewayHttpApiV2ProxyRequest Request(string method, string path, string query, string body) => new()
    {
        Version = "2.0",
        RawPath = path,
        RawQueryString = query,
        Headers = new() { ["content-type"] = "application/x-www-form-urlencoded" },
        Body = body,
        RequestContext = new() { Http = new() { Method = method, Path = path } },
    };

    private sealed class Queues : ILaneQueues
    {
        public List<string> Sent { get; } = [];

        public bool Broken { get; set; }

        public Task SendAsync(Lane lane, string body, CancellationToken cancel)
        {
            if (Broken)
            {
                throw new Amazon.Runtime.AmazonClientException("SQS is down");
            }

            Sent.Add(body);
            return Task.CompletedTask;
        }
    }

    private sealed class Replies : HttpMessageHandler
    {
        public List<(string Address, string Body)> Sent { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add((request.RequestUri!.ToString(), await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }

    private sealed class BrokenSecret : ISecretSource
    {
        public Task<string> GetAsync(CancellationToken cancel) => throw new Amazon.Runtime.AmazonClientException("the vault is closed");

        public void Forget()
        {
        }
    }
}
