using System.Text;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

public sealed class EmailMessageTests
{
    [Fact]
    public void A_hostile_name_cannot_forge_a_line()
    {
        var honest = EmailMessage.Render(Notices.Of(NoticeKind.Failed)).Body.Split('\n').Where(IsAtMargin).Select(FirstWord).ToHashSet();

        var body = EmailMessage.Render(Notices.Render(NoticeKind.Failed, Notices.Hostile())).Body;

        Assert.All(body.Split('\n').Where(IsAtMargin), line => Assert.Contains(FirstWord(line), honest));
        Assert.DoesNotContain(body, c => c != '\n' && (char.IsControl(c) || c is '\u202E' or '\u2066' or '\u200B' or '\u2028'));
    }

    [Fact]
    public void A_subject_is_short_ascii_whatever_the_finding_says()
    {
        var subject = EmailMessage.Render(Notices.Render(NoticeKind.Failed, Notices.Hostile())).Subject;

        Assert.True(subject.Length < 100, subject);
        Assert.All(subject, c => Assert.InRange(c, ' ', '~'));
        Assert.StartsWith("[HIGH] NOT CONTAINED: S3 bucket x", subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_leaves_account_and_region_in_the_subject()
    {
        var notice = Notices.Of(NoticeKind.Contained) with { Headline = new string('é', 300) };

        var subject = EmailMessage.Render(notice).Subject;

        Assert.True(subject.Length < 100, subject);
        Assert.EndsWith($"... - 111122223333 eu-central-1 [{notice.Incident.Id}]", subject, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worst_message_fits_and_keeps_the_way_back()
    {
        var wide = string.Concat(Enumerable.Repeat("終 ", 5_000));
        var notice = Notices.Of(NoticeKind.Contained) with
        {
            Headline = wide,
            Reported = wide,
            Facts = [.. Enumerable.Range(0, 10).Select(_ => new NoticeFact("Fact", wide))],
            Changes = [.. Enumerable.Range(0, 500).Select(_ => new NoticeChange(wide, wide.Replace(" ", "", StringComparison.Ordinal), wide, wide))],
            Reasons = [.. Enumerable.Repeat(wide, 50)],
            Survivors = [.. Enumerable.Repeat(wide, 50)],
            LeftBehind = [.. Enumerable.Repeat(wide, 22)],
            NotDone = [.. Enumerable.Repeat(wide, 50)],
        };

        var body = EmailMessage.Render(notice).Body;

        Assert.InRange(Encoding.UTF8.GetByteCount(body), 1, 262_144);
        Assert.Contains("... and 470 more", body, StringComparison.Ordinal);
        Assert.EndsWith("    remediator release ec2-3f9a1c\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_wrapped_but_links_stay_whole()
    {
        var notice = Notices.Of(NoticeKind.Failed);
        var body = EmailMessage.Render(notice).Body;

        Assert.All(body.Split('\n').Where(l => !l.Contains("https://", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 76));
        Assert.Contains(notice.Link!, body, StringComparison.Ordinal);
    }

    private static bool IsAtMargin(string line) => line.Length > 0 && line[0] != ' ';

    private static string FirstWord(string line) => line.Split(' ')[0];
}
