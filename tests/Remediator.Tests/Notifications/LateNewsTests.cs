using System.Text.Json.Nodes;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class LateNewsTests
{
    [Fact]
    public void News_of_now_is_not_marked()
    {
        var entry = Records.Entry(Records.Instance());
        var notice = new NoticeRenderer().Render(entry);

        Assert.Same(notice, LateNews.Mark(notice, entry, entry.Record.UpdatedAt + LateNews.After - TimeSpan.FromSeconds(1)));
        Assert.StartsWith("Late: ", LateNews.Mark(notice, entry, entry.Record.UpdatedAt + LateNews.After).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_digest_of_hostile_text_fits_into_a_message_of_Slack_and_calls_nobody()
    {
        var blocks = JsonNode.Parse(SlackMessage.Render(Hostile()))!["blocks"]!.AsArray();

        var texts = blocks.Select(b => (string)b!["text"]!["text"]!).ToList();
        Assert.InRange(blocks.Count, 2, 50);
        Assert.All(blocks, b => Assert.Equal("plain_text", (string)b!["text"]!["type"]!));
        Assert.InRange(texts[0].Length, 1, 150);
        Assert.All(texts, t => Assert.InRange(t.Length, 1, 3_000));
        Assert.All(texts, t => Assert.DoesNotContain("<!", t, StringComparison.Ordinal));
        Assert.Equal(Bulletin.MostItems, texts.Sum(t => t.Split("execution ec2-").Length - 1));
    }

    [Fact]
    public void A_digest_by_email_has_nothing_of_the_findings_at_the_margin_and_a_short_subject()
    {
        var (subject, body) = EmailMessage.Render(Hostile());

        Assert.InRange(subject.Length, 1, 99);
        Assert.Equal(2, body.Split('\n').Count(l => l.Length > 0 && l[0] != ' '));
        Assert.Equal(Bulletin.MostItems, body.ReplaceLineEndings(" ").Split("ec2-3f9a1c").Length - 1);
    }

    [Fact]
    public void A_bot_posts_it_into_the_channel()
    {
        var message = JsonNode.Parse(SlackMessage.Render(Hostile(), new SlackPlace("C1", "1.1")))!;

        Assert.Equal(("C1", null), ((string?)message["channel"], (string?)message["thread_ts"]));
    }

    private static Bulletin Hostile()
    {
        var entry = Records.Entry(Notices.Hostile(), NoticeKind.Failed);
        var notice = new NoticeRenderer().Render(entry);
        return LateNews.Digest([.. Enumerable.Repeat((entry, notice), Bulletin.MostItems)], new NoticeRenderer("--ledger dynamodb:t --region r").Command("remediator incident show"));
    }
}
