using System.Text.Json.Nodes;
using Remediator.Cli.Incidents;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;
using Remediator.Planning;

namespace Remediator.Tests.IncidentReports;

public sealed class IncidentPagesTests
{
    private const string Hostile = "<script>alert(1)</script>\"'&\u001b[2J\u202egnp.exe\nForged: line\u2028";

    private readonly ManualTime _time = new(Records.At);

    [Fact]
    public async Task Tells_the_story_in_order_with_what_people_were_told()
    {
        var ledger = new InMemoryLedger(_time);
        var entry = await ContainAsync(ledger, Records.Instance());
        _time.Advance(TimeSpan.FromSeconds(9));
        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "slack", _time.GetUtcNow(), "m-1"), default);

        var events = Timeline.Of((await Incident.ReadAsync(ledger, Records.Instance().Id, default))!);

        Assert.Equal(
            [
                "Finding Backdoor:EC2/C&CActivity.B!DNS received for AWS::EC2::Instance i-0abc123",
                "Received -> Planned",
                "Planned -> Applying -> Applied -> Verified",
                "Looked at again: still Verified",
                "People were told: contained",
            ],
            events.Select(e => e.What));
        Assert.Equal(["guardduty", "respond/1", "respond/1", "respond/2", "slack"], events.Select(e => e.Who));
        Assert.Equal(["pending", "pending"], events[1].Changes.Select(c => c.Status));
        Assert.Equal(["EC2 ModifyNetworkInterfaceAttribute, request 7a1b"], events[2].Changes[0].Calls.ToArray());
        Assert.Empty(events[3].Changes);
        Assert.Equal("message m-1", events[4].Details[0]);
    }

    [Fact]
    public async Task A_channel_that_is_not_set_up_has_told_nobody()
    {
        var ledger = new InMemoryLedger(_time);
        var entry = await ContainAsync(ledger, Records.Instance(), "slack");
        await new NotificationDispatcher([new AbsentChannel("slack")], ledger, new NoticeRenderer(), _time).DispatchAsync(entry, default);

        var incident = (await Incident.ReadAsync(ledger, Records.Instance().Id, default))!;
        var told = Timeline.Of(incident)[^1];

        Assert.Equal(("slack", "Nobody was told by it: contained", "not sent: slack is not set up in this deployment"), (told.Who, told.What, told.Details[0]));
        Assert.DoesNotContain("People were told", IncidentText.Render(incident), StringComparison.Ordinal);
        Assert.True((bool?)JsonNode.Parse(IncidentJson.Render(incident))!["executions"]![0]!["receipts"]![0]!["skipped"]);
    }

    [Fact]
    public async Task Says_what_people_were_not_told_by_which_channel_and_since_when()
    {
        var ledger = new InMemoryLedger(_time);
        var entry = await ContainAsync(ledger, Records.Instance(), "slack", "email");
        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "email", _time.GetUtcNow(), "m-1"), default);

        var incident = (await Incident.ReadAsync(ledger, Records.Instance().Id, default))!;

        const string Words = "contained, by slack, since 2026-03-01 03:00:02Z";
        Assert.Matches($"(?m)^  Not told:  {Words}$", IncidentText.Render(incident));
        Assert.Contains($"<dt>Not told</dt><dd>{Words}</dd>", IncidentHtml.Render(incident), StringComparison.Ordinal);
        var json = Assert.Single(JsonNode.Parse(IncidentJson.Render(incident))!["executions"]![0]!["undelivered"]!.AsArray())!;
        Assert.Equal((entry.Id, "Contained", "slack", "2026-03-01T03:00:02.0000000+00:00"), ((string?)json["entry"], (string?)json["kind"], (string?)json["channel"], (string?)json["since"]));

        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "slack", _time.GetUtcNow()), default);
        Assert.DoesNotContain("Not told", IncidentText.Render((await Incident.ReadAsync(ledger, Records.Instance().Id, default))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_a_change_notes_and_what_an_undo_leaves()
    {
        var ledger = new InMemoryLedger(_time);
        var record = Records.Instance();
        await ContainAsync(ledger, record with
        {
            Changes =
            [
                Records.Verified(record.Changes[0].Change with { Note = "The task <as it was>: web, 3 containers.", Irreversible = true }),
                Records.Verified(record.Changes[1].Change with { Keep = true }),
            ],
        });

        var incident = (await Incident.ReadAsync(ledger, record.Id, default))!;

        var text = IncidentText.Render(incident);
        Assert.Contains("security groups of eni-0aaa: verified; cannot be undone\n    note:      The task <as it was>: web, 3 containers.\n", text, StringComparison.Ordinal);
        Assert.Contains("security groups of eni-0bbb: verified; stays after an undo\n", text, StringComparison.Ordinal);
        var html = IncidentHtml.Render(incident);
        Assert.Contains("eni-0aaa<br>The task &lt;as it was&gt;: web, 3 containers.</td><td class=\"fine\">verified; cannot be undone</td>", html, StringComparison.Ordinal);
        Assert.Contains("verified; stays after an undo</td>", html, StringComparison.Ordinal);
        var changes = JsonNode.Parse(IncidentJson.Render(incident))!["executions"]![0]!["changes"]!;
        Assert.Equal(("The task <as it was>: web, 3 containers.", true, true), ((string?)changes[0]!["note"], (bool)changes[0]!["irreversible"]!, (bool)changes[1]!["kept"]!));
    }

    [Fact]
    public async Task A_value_that_this_version_can_not_put_into_words_is_shown_as_it_is()
    {
        var ledger = new InMemoryLedger(_time);
        var record = Records.Instance();
        await ContainAsync(ledger, record with { Changes = [new ChangeRecord(record.Changes[0].Change with { Before = AttributeValue.Of(JsonNode.Parse("[1,2]")) })] });

        var incident = (await Incident.ReadAsync(ledger, record.Id, default))!;

        Assert.Contains("[1,2]", IncidentText.Render(incident), StringComparison.Ordinal);
        Assert.Contains("[1,2]", IncidentHtml.Render(incident), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_text_stays_text_on_the_page()
    {
        var html = IncidentHtml.Render(await HostileAsync());

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\u001b\u202e\u2028]", html);
        Assert.DoesNotContain("\nForged", html, StringComparison.Ordinal);
        Assert.Equal(html.Split("<li").Length, html.Split("</li>").Length);
        Assert.Equal(html.Split("<tr>").Length, html.Split("</tr>").Length);
    }

    [Fact]
    public async Task Hostile_text_forges_no_line_and_moves_no_cursor_in_the_text()
    {
        var text = IncidentText.Render(await HostileAsync(), 80);

        Assert.DoesNotMatch("[\u001b\u202e\u2028]", text);
        Assert.DoesNotContain("\nForged", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Hostile_text_survives_in_the_JSON_as_it_was()
    {
        var json = IncidentJson.Render(await HostileAsync());

        Assert.DoesNotMatch("[\u001b\u202e\u2028]", json);
        Assert.Equal(Hostile, (string?)JsonNode.Parse(json)!["executions"]![0]!["audit"]![1]!["record"]!["finding"]!["title"]);
    }

    [Fact]
    public async Task A_finding_that_led_to_nothing_is_shown_with_its_reason()
    {
        var ledger = new InMemoryLedger(_time);
        await ledger.RecordUnmatchedAsync(new UnmatchedFinding("f-1", "guardduty", "Recon:EC2/Portscan", "unmatched", "No playbook answers it.", Records.At), default);

        var incident = (await Incident.ReadAsync(ledger, "f-1", default))!;

        Assert.Equal(
            """
            Incident f-1
              Finding:   f-1
              Type:      Recon:EC2/Portscan (guardduty)

            2026-03-01 03:00:00.000Z  No execution: unmatched
              by Remediator
              No playbook answers it.

            """.ReplaceLineEndings("\n"),
            IncidentText.Render(incident));
        Assert.Null(await Incident.ReadAsync(ledger, "f-2", default));
    }

    [Theory]
    [InlineData("one two three", "one two three\n")]
    [InlineData("a line of words that is longer than twenty four", "a line of words that is\n  longer than twenty\n  four\n")]
    [InlineData("0123456789012345678901234567890123456789", "012345678901234567890123\n  4567890123456789\n")]
    [InlineData("", "\n")]
    public void Wraps_at_spaces_and_cuts_what_has_none(string line, string expected)
    {
        var text = new WrappedText(24);

        text.Add(0, line);

        Assert.Equal(expected, text.ToString());
    }

    private async Task<Incident> HostileAsync()
    {
        var ledger = new InMemoryLedger(_time);
        var record = Records.Instance();
        var hostile = record with
        {
            Finding = record.Finding with { Title = Hostile, Type = Hostile },
            Resource = record.Resource with { Id = Hostile },
            Verdict = new Verdict.NeedsApproval(Hostile),
            Failure = Hostile,
            Changes = [.. record.Changes.Select(c => c with { Error = Hostile, Change = c.Change with { Note = Hostile, Target = new Target("AWS::EC2::NetworkInterface", Hostile), Before = AttributeValue.Of(Hostile) } })],
        };
        await ContainAsync(ledger, hostile);
        return (await Incident.ReadAsync(ledger, record.Id, default))!;
    }

    private async Task<OutboxEntry> ContainAsync(InMemoryLedger ledger, ExecutionRecord record, params string[] channels)
    {
        var fresh = record with { State = ExecutionState.Received, Changes = [], Steps = [], Verdict = null, PlannedAt = null };
        var claimed = ((ClaimResult.Claimed)await ledger.ClaimAsync(fresh, "respond/1", TimeSpan.FromMinutes(1), default)).Record;
        _time.Advance(TimeSpan.FromSeconds(1));
        var planned = claimed.To(ExecutionState.Planned, _time.GetUtcNow()) with
        {
            By = "respond/1",
            PlannedAt = _time.GetUtcNow(),
            Verdict = record.Verdict,
            Steps = record.Steps,
            Changes = [.. record.Changes.Select(c => new ChangeRecord(c.Change))],
        };
        planned = await ledger.SaveAsync(planned, [], default);
        _time.Advance(TimeSpan.FromSeconds(1));
        var now = _time.GetUtcNow();
        var done = planned.To(ExecutionState.Applying, now).To(ExecutionState.Applied, now).To(ExecutionState.Verified, now) with
        {
            Failure = record.Failure,
            Changes = [.. record.Changes.Select(c => c with { Calls = [new AwsCall("EC2", "ModifyNetworkInterfaceAttribute", "7a1b")] })],
        };
        var entry = Records.Entry(done, NoticeKind.Contained, channels.Length > 0 ? channels : ["slack"]);
        var saved = await ledger.SaveAsync(done, [entry], default);
        _time.Advance(TimeSpan.FromSeconds(1));
        await ledger.SaveAsync(saved with { By = "respond/2", LeaseUntil = now }, [], default);
        return entry;
    }
}
