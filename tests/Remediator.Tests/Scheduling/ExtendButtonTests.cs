using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.Controls.Stores;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Scheduling;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scheduling;

/// <summary>From the warning in Slack to the end that a person moved.</summary>
public sealed class ExtendButtonTests : IAsyncLifetime
{
    private const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";
    private static readonly TimeSpan After = TimeSpan.FromHours(72);

    private readonly RecordingContext _context = new();
    private readonly Replies _replies = new();
    private ScenarioRun _run = null!;
    private ExecutionRecord _warned = null!;

    public async Task InitializeAsync()
    {
        _run = await ScenarioRun.StartAsync(Incidents.PublicBucket, p => p with { ReleaseAfter = After, ReleaseWarn = TimeSpan.FromHours(4) });
        await _run.ContainAsync();
        _run.Time.Advance(TimeSpan.FromHours(69));
        await DueAsync();
        _warned = await _run.RecordAsync();
        Assert.Equal(NoticeKind.ReleaseSoon, _run.News[^1]);
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task The_button_of_the_warning_keeps_it_contained_for_another_day_and_people_hear_who_did()
    {
        var end = _warned.Release!.At!.Value;

        await PressAsync(await ButtonAsync());

        var record = await _run.RecordAsync();
        Assert.Equal((end + TimeSpan.FromHours(24), "slack:U0ALICE"), (record.Release!.At!.Value, record.Release.By));
        Assert.Equal(NoticeKind.ReleasePostponed, _run.News[^1]);
        Assert.Equal("slack:U0ALICE", (await _run.AuditAsync())[^1].By);
        Assert.Contains("*Extended* by <@U0ALICE>", _replies.Sent[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("actions", _replies.Sent[^1], StringComparison.Ordinal);
        _run.Time.Advance(TimeSpan.FromHours(5));
        await DueAsync();
        _run.AssertContained();
    }

    [Fact]
    public async Task Pressed_twice_it_moves_the_end_once()
    {
        var button = await ButtonAsync();
        await PressAsync(button);
        var once = await _run.RecordAsync();

        await PressAsync(button);

        Assert.Equal(once.Release, (await _run.RecordAsync()).Release);
        Assert.Single(_run.News, NoticeKind.ReleasePostponed);
        Assert.Contains("moved already, by <@U0ALICE>", _replies.Sent[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_on_the_list_moves_nothing()
    {
        await PressAsync(await ButtonAsync(), user: "U0MALLORY");

        Assert.Equal(_warned.Release, (await _run.RecordAsync()).Release);
        Assert.Contains("not on the list", _replies.Sent[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_its_end_there_is_nothing_to_keep()
    {
        var button = await ButtonAsync();
        await _run.AssertReleasesAsync();

        await PressAsync(button);

        Assert.Equal(ExecutionState.Released, (await _run.RecordAsync()).State);
        Assert.Contains("it was released", _replies.Sent[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_release_that_was_cut_off_it_says_that_it_has_begun()
    {
        var button = await ButtonAsync();
        using (var process = new CancellationTokenSource())
        {
            _run.Sandbox.Faults.On("DeletePublicAccessBlock", new Fault.Kill(true, process.Cancel));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run.ReleaseAsync(cancel: process.Token));
        }

        _run.Time.Advance(TimeSpan.FromMinutes(10));
        await PressAsync(button);

        Assert.Equal(ExecutionState.Releasing, (await _run.RecordAsync()).State);
        Assert.Contains("release has begun", _replies.Sent[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rx-unknown|1782000000", "no such execution")]
    [InlineData("nonsense", null)]
    [InlineData("rx|-1", null)]
    public async Task A_value_that_names_no_containment_moves_nothing(string value, string? told)
    {
        await PressAsync(value);

        Assert.Equal(_warned.Release, (await _run.RecordAsync()).Release);
        Assert.Equal(told is null ? 0 : 1, _replies.Sent.Count(s => s.Contains(told!, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_buttons_in_the_deployment_the_warning_has_none() =>
        Assert.DoesNotContain(ExtendButton.Action, await MessageAsync(buttons: false), StringComparison.Ordinal);

    /// <summary>What the button of the message as it is sent carries.</summary>
    private async Task<string> ButtonAsync()
    {
        var blocks = JsonNode.Parse(await MessageAsync(buttons: true))!["blocks"]!.AsArray();
        var button = Assert.Single(blocks.Single(b => (string?)b!["type"] == "actions")!["elements"]!.AsArray())!;
        Assert.Equal(ExtendButton.Action, (string?)button["action_id"]);
        return (string)button["value"]!;
    }

    private async Task<string> MessageAsync(bool buttons)
    {
        var entry = Records.Entry(await _run.RecordAsync(), NoticeKind.ReleaseSoon);
        return SlackMessage.Render(await new DecisionOffers(null, null, buttons).WithAsync(new NoticeRenderer().Render(entry), entry, CancellationToken.None));
    }

    private async Task PressAsync(string value, string user = "U0ALICE")
    {
        var payload = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = user },
            ["response_url"] = "https://hooks.slack.com/actions/T1/2/3",
            ["message"] = new JsonObject { ["blocks"] = new JsonArray(new JsonObject { ["type"] = "header" }, new JsonObject { ["type"] = "actions" }) },
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = ExtendButton.Action, ["value"] = value }),
        };
        var body = Encoding.UTF8.GetBytes($"payload={WebUtility.UrlEncode(payload.ToJsonString())}");
        var at = _run.Time.GetUtcNow().ToUnixTimeSeconds();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["x-slack-request-timestamp"] = $"{at}",
            ["x-slack-signature"] = SlackSignature.Sign(SigningSecret, at, body),
        };
        var desk = new SlackDesk(
            new GivenSecret(SigningSecret), new HashSet<string> { "U0ALICE" },
            [new DecisionButton(null!), new ExtendButton(new ReleaseExtender(_run.Ledger, _run.Time, new RunnerOptions()))],
            new SlackReply(new HttpClient(_replies)), _run.Time);
        await desk.AnswerAsync(new Remediator.Approvals.WebRequest("POST", "/slack", "", headers, body), _context, CancellationToken.None);
    }

    private async Task DueAsync()
    {
        var options = new RunnerOptions();
        var task = new TimedReleaseTask(_run.Ledger, new ReleaseRunner(_run.Ledger, _run.Broker, _run.Time, options), new InMemoryControlStore(_run.Time), outbox: null, _run.Time, options);
        await new DueRunner(_run.Ledger, _run.DueList, [task], _run.Time).RunAsync("due", _run.Time.GetUtcNow() + TimeSpan.FromMinutes(5), CancellationToken.None);
    }

    private sealed class Replies : HttpMessageHandler
    {
        public List<string> Sent { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
