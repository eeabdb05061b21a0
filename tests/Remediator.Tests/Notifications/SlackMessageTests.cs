using System.Text.Json.Nodes;
using Remediator.Approvals;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class SlackMessageTests
{
    [Fact]
    public void Hostile_text_neither_calls_nor_links_nor_formats()
    {
        foreach (var text in Texts(SlackMessage.Render(Notices.Render(NoticeKind.Failed, Notices.Hostile()))))
        {
            Assert.DoesNotContain("<!", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<@", text, StringComparison.Ordinal);
            Assert.DoesNotContain("@here", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("@channel", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202E", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hostile_text_stays_within_its_code_span()
    {
        var message = SlackMessage.Render(Notices.Render(NoticeKind.Failed, Notices.Hostile()));

        foreach (var text in Objects(message, "mrkdwn").Where(t => !t.Contains("console.aws", StringComparison.Ordinal)))
        {
            Assert.True(text.Count(c => c == '`') % 2 == 0, text);

            // Outside of code spans only the engine's own words are left.
            var outside = string.Concat(text.Split('`').Where((_, i) => i % 2 == 0));
            Assert.DoesNotContain("evil", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("rm -rf", outside, StringComparison.Ordinal);
            Assert.DoesNotContain('<', text);
        }
    }

    [Theory]
    [InlineData(20, 10, true)]
    [InlineData(21, 10, false)]
    [InlineData(1, 400, false)]
    public void A_plan_that_is_not_shown_whole_has_no_button_to_approve_it(int changes, int length, bool canApprove)
    {
        var change = new NoticeChange("trust policy of role admin", new string('a', length), "nobody", "to be made");
        var message = SlackMessage.Render(Notices.Of(NoticeKind.ApprovalNeeded) with { Changes = [.. Enumerable.Repeat(change, changes)], Decision = new NoticeDecision("rx|hash|1", null, null) });

        Assert.Equal(canApprove, message.Contains(DecisionButton.ApproveAction, StringComparison.Ordinal));
        Assert.Contains(DecisionButton.RejectAction, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_that_a_section_has_no_room_for_are_in_the_next()
    {
        var message = SlackMessage.Render(Notices.Of(NoticeKind.Contained) with { Facts = [.. Enumerable.Range(1, 13).Select(i => new NoticeFact($"Fact {i}", $"{i}"))] });

        var sections = JsonNode.Parse(message)!["blocks"]!.AsArray().Where(b => b!["fields"] is not null).Select(b => b!["fields"]!.AsArray().Select(f => (string)f!["text"]!)).ToList();
        Assert.Equal([10, 3], sections.Select(s => s.Count()));
        Assert.Equal(Enumerable.Range(1, 13).Select(i => $"*Fact {i}*\n`{i}`"), sections.SelectMany(s => s));
    }

    [Fact]
    public void Ampersand_and_angles_are_escaped_in_mrkdwn_and_not_in_plain_text()
    {
        var message = SlackMessage.Render(Notices.Of(NoticeKind.Contained) with { Reported = "GuardDuty: C&C <x>", Facts = [new NoticeFact("Finding", "C&C <x>")] });

        Assert.Contains("*Finding*\n`C&amp;C &lt;x&gt;`", Objects(message, "mrkdwn"));
        Assert.Contains("GuardDuty: C&C <x>", Objects(message, "plain_text"));
    }

    [Theory]
    [InlineData("<&>")]
    [InlineData("@here")]
    public void The_largest_message_keeps_the_limits_of_block_kit(string filler)
    {
        var wide = string.Concat(Enumerable.Repeat(filler, 5_000));
        var notice = Notices.Of(NoticeKind.Contained) with
        {
            Headline = wide,
            Reported = wide,
            Facts = [.. Enumerable.Range(0, 30).Select(_ => new NoticeFact("Fact", wide))],
            Changes = [.. Enumerable.Range(0, 500).Select(_ => new NoticeChange(wide, wide, wide, wide))],
            Reasons = [.. Enumerable.Repeat(wide, 50)],
            Survivors = [.. Enumerable.Repeat(wide, 50)],
            LeftBehind = [.. Enumerable.Repeat(wide, 22)],
            FollowUps = [.. Enumerable.Repeat(new string('x', 400), 20)],
            NotDone = [.. Enumerable.Repeat(wide, 50)],
            Incident = new NoticeIncident(wide, "e", [.. Enumerable.Repeat(wide, 50)]),
        };

        var blocks = JsonNode.Parse(SlackMessage.Render(notice))!["blocks"]!.AsArray();

        Assert.InRange(blocks.Count, 1, 50);
        Assert.InRange(((string)blocks[0]!["text"]!["text"]!).Length, 1, 150);
        Assert.All(blocks.Skip(1), b => Assert.InRange(((string?)b!["text"]?["text"])?.Length ?? 1, 1, 3_000));
        Assert.All(blocks.SelectMany(b => b!["fields"]?.AsArray() ?? []), f => Assert.InRange(((string)f!["text"]!).Length, 1, 2_000));
        Assert.All(blocks, b => Assert.InRange(b!["fields"]?.AsArray().Count ?? 1, 1, 10));
        Assert.Contains("remediator release", (string)blocks[^2]!["text"]!["text"]!, StringComparison.Ordinal);
        var incident = (string)blocks[^1]!["elements"]![0]!["text"]!;
        Assert.InRange(incident.Length, 1, 3_000);
        Assert.EndsWith("… and 40 more", incident, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(string message)
    {
        var json = JsonNode.Parse(message)!;
        return [(string)json["text"]!, .. Objects(message, "mrkdwn").Where(t => !t.Contains("|Open in", StringComparison.Ordinal)), .. Objects(message, "plain_text")];
    }

    private static List<string> Objects(string message, string type) =>
        [.. JsonNode.Parse(message)!["blocks"]!.AsArray()
            .SelectMany(b => new[] { b!["text"] }.Concat(b["fields"]?.AsArray() ?? []).Concat((string?)b["type"] == "context" ? b["elements"]!.AsArray() : []))
            .Where(t => (string?)t?["type"] == type)
            .Select(t => (string)t!["text"]!)];
}
