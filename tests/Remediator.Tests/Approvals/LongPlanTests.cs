using System.Net;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Remediator.Approvals;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.FindingSources;
using Remediator.Handlers;
using Remediator.Lambda;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Sweeping;
using Remediator.Tests.Support;

namespace Remediator.Tests.Approvals;

/// <summary>What the page behind a link shows of a plan that is long: all of it, or it can't be approved there.</summary>
public sealed class LongPlanTests : ILaneQueues
{
    private const string Key = "0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string ApproveButton = "<button type=\"submit\">Approve</button>";
    private const string RejectButton = "<button type=\"submit\">Reject</button>";

    /// <summary>What a function may answer: 6 MB, here read as the smaller of its two meanings.</summary>
    private const int LongestAnswer = 6_000_000;

    private readonly ManualTime _time = new(Records.At.AddMinutes(5));
    private readonly InMemoryLedger _ledger;
    private int _sent;

    public LongPlanTests() => _ledger = new InMemoryLedger(_time);

    [Fact]
    public async Task A_long_value_is_shown_whole_and_can_be_approved()
    {
        var value = Long(20_000, "the end");
        var record = await WaitingAsync([Change(0, value)]);

        var page = await GetAsync(record, DecisionKind.Approve);

        Assert.Contains($"<td>{value}</td>", page.Body, StringComparison.Ordinal);
        Assert.Contains(ApproveButton, page.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await PostAsync(Token(record, DecisionKind.Approve))).StatusCode);
        Assert.Equal(1, _sent);
    }

    [Fact]
    public async Task Every_one_of_many_changes_is_shown()
    {
        var record = await WaitingAsync([.. Enumerable.Range(0, 60).Select(i => Change(i, Long(500, $"end {i}.")))]);

        var page = await GetAsync(record, DecisionKind.Approve);

        Assert.All(Enumerable.Range(0, 60), i => Assert.Contains($"eni-{i:D4}", page.Body, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 60), i => Assert.Contains($"aend {i}.</td>", page.Body, StringComparison.Ordinal));
        Assert.Contains(ApproveButton, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_change_says_of_itself_is_shown()
    {
        var record = await WaitingAsync([Change(0, "x") with { Note = "sessions <before> noon" }]);

        Assert.Contains("sessions &lt;before&gt; noon", (await GetAsync(record, DecisionKind.Approve)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20_000, 2)]
    [InlineData(2_000_000, 1)]
    public async Task Hostile_text_stays_text_wherever_it_is_in_a_long_value(int length, int times)
    {
        const string Hostile = "</td></table><form action=x><script>alert(1)</script><img src=x onerror=alert(1)>\"'\u202E\u001b[31m";
        var record = await WaitingAsync([Change(0, Hostile + Long(length, Hostile))]);

        var page = (await GetAsync(record, DecisionKind.Approve)).Body!;

        Assert.Equal(times, page.Split("&lt;script&gt;alert").Length - 1);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<form action=x", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\u202E", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('a', 800_000, true)]
    [InlineData('終', 800_000, true)]
    [InlineData('終', 900_000, false)]
    [InlineData('"', 100_000, true)]
    [InlineData('"', 900_000, false)]
    [InlineData('é', 2_000_000, false)]
    public async Task An_answer_keeps_the_limit_of_Lambda_and_offers_approval_only_of_what_it_shows_whole(char filler, int length, bool isWhole)
    {
        var record = await WaitingAsync([Change(0, new string(filler, length))]);

        var page = await GetAsync(record, DecisionKind.Approve);

        Assert.InRange(Size(page), 1, LongestAnswer);
        Assert.Equal(isWhole, page.Body!.Contains(ApproveButton, StringComparison.Ordinal));
        Assert.Equal(!isWhole, page.Body.Contains(RejectButton, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_of_more_changes_than_a_page_holds_says_what_is_missing_and_how_to_see_it()
    {
        var record = await WaitingAsync([.. Enumerable.Range(0, 2_000).Select(i => Change(i, Long(5_000, "end")))]);

        var page = await GetAsync(record, DecisionKind.Approve);

        Assert.InRange(Size(page), 1, LongestAnswer);
        Assert.Matches("and [0-9,]+ more changes, not shown here", page.Body);
        Assert.Contains("cut: 4,000 of 5,000 characters are shown", page.Body, StringComparison.Ordinal);
        Assert.Contains($"<code>remediator incident show {record.Id} --ledger dynamodb:t --region r</code>", page.Body, StringComparison.Ordinal);
        Assert.Contains($"<code>remediator approve {record.Id} --ledger dynamodb:t --region r --hash {record.Approval!.ShortHash}</code>", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(ApproveButton, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_shown_whole_is_not_approved_by_its_link_whoever_made_the_form()
    {
        var record = await WaitingAsync([Change(0, Long(2_000_000, "end"))]);

        var answer = await PostAsync(Token(record, DecisionKind.Approve));

        Assert.Equal(409, answer.StatusCode);
        Assert.Contains("remediator approve", answer.Body, StringComparison.Ordinal);
        Assert.Empty((await _ledger.FindAsync(record.Id, CancellationToken.None))!.Approval!.Decisions);
        Assert.Equal(0, _sent);
    }

    [Theory]
    [InlineData(DecisionKind.Approve)]
    [InlineData(DecisionKind.Reject)]
    public async Task What_is_not_shown_whole_can_be_rejected_from_either_page(DecisionKind link)
    {
        var record = await WaitingAsync([Change(0, Long(2_000_000, "end"))]);
        var page = (await GetAsync(record, link)).Body!;
        var token = page.Split("name=\"t\" value=\"")[1].Split('"')[0];

        Assert.Equal(200, (await PostAsync(token, "too much")).StatusCode);

        Assert.Equal("too much", (await _ledger.FindAsync(record.Id, CancellationToken.None))!.Approval!.Rejection!.Why);
    }

    Task ILaneQueues.SendAsync(Lane lane, string body, CancellationToken cancel)
    {
        _sent++;
        return Task.CompletedTask;
    }

    private static string Long(int length, string end) => new string('a', length - Math.Min(end.Length, length)) + end;

    private static Change Change(int number, string before) => Records.Groups($"eni-{number:D4}", []) with { Before = AttributeValue.OfSet([before]) };

    private static int Size(APIGatewayHttpApiV2ProxyResponse answer) => JsonSerializer.SerializeToUtf8Bytes(answer, LambdaEventsJson.Default.APIGatewayHttpApiV2ProxyResponse).Length;

    private static string Token(ExecutionRecord record, DecisionKind kind) => DecisionToken.For(record, record.Approval!, kind).Sign(Key);

    /// <summary>An execution that waits for one person's word on these changes.</summary>
    private async Task<ExecutionRecord> WaitingAsync(Change[] changes)
    {
        var record = Records.Instance() with
        {
            State = ExecutionState.AwaitingApproval,
            Verdict = new Verdict.NeedsApproval("the playbook's mode is approve"),
            Approval = Notices.Asked(Records.At) with { Quorum = 1, Changes = [.. changes] },
            Changes = [.. changes.Select(c => new ChangeRecord(c))],
        };
        await _ledger.ClaimAsync(record, "who asked", TimeSpan.FromSeconds(1), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(2));
        return record;
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(ExecutionRecord record, DecisionKind kind) => SendAsync("GET", $"t={Token(record, kind)}", "");

    private Task<APIGatewayHttpApiV2ProxyResponse> PostAsync(string token, string why = "") => SendAsync("POST", "", $"t={token}&why={WebUtility.UrlEncode(why)}");

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(string method, string query, string body) =>
        new DecideHandler(null, new LinkDesk(new GivenSecret(Key), _ledger, new DecisionIntake(new ApprovalDesk(_ledger, _time), this), _time, "--ledger dynamodb:t --region r")).HandleAsync(
            new APIGatewayHttpApiV2ProxyRequest
            {
                Version = "2.0",
                RawPath = LinkDesk.Path,
                RawQueryString = query,
                Headers = new() { ["content-type"] = "application/x-www-form-urlencoded" },
                Body = body,
                RequestContext = new() { Http = new() { Method = method, Path = LinkDesk.Path } },
            },
            new RecordingContext(),
            CancellationToken.None);
}
