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
            FollowUps = [.. Enumerable.Repeat(new string('x', 400), 20)],
            NotDone = [.. Enumerable.Repeat(wide, 50)],
        };

        var body = EmailMessage.Render(notice).Body;

        Assert.InRange(Encoding.UTF8.GetByteCount(body), 1, 262_144);
        Assert.Contains("... and 470 more, not shown here", body, StringComparison.Ordinal);
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

    [Fact]
    public void A_request_says_at_a_value_that_it_is_cut_and_where_all_of_it_is()
    {
        var notice = Notices.Of(NoticeKind.ApprovalNeeded);

        var lines = EmailMessage.Render(notice with { Changes = [notice.Changes[0] with { Before = Long }, notice.Changes[1]] }).Body.Split('\n');

        var cut = Assert.Single(lines.Index(), l => l.Item.Contains("(cut: 400 of 20,000 characters are shown)", StringComparison.Ordinal));
        Assert.StartsWith("       from   <b>aaa", lines[cut.Index - 1], StringComparison.Ordinal);
        Assert.Contains("NOT THE WHOLE PLAN", lines);
        Assert.Contains("The page behind each link below shows all of it, or says that it can't. This command shows all of it:", Flat(lines), StringComparison.Ordinal);
        Assert.Contains("    remediator incident show ec2-3f9a1c", lines);
    }

    [Fact]
    public void A_request_that_does_not_show_every_change_says_how_many_and_where_they_are()
    {
        var notice = Notices.Of(NoticeKind.ApprovalNeeded);
        var many = notice with { Changes = [.. Enumerable.Repeat(notice.Changes[0], 60)] };

        var body = EmailMessage.Render(many).Body;

        Assert.Contains("  ... and 30 more, not shown here\n", body, StringComparison.Ordinal);
        Assert.Contains("NOT THE WHOLE PLAN\n", body, StringComparison.Ordinal);
        Assert.Contains("    remediator incident show ec2-3f9a1c\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("page behind", EmailMessage.Render(many with { Decision = null }).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void News_of_what_was_done_says_too_that_a_value_is_cut()
    {
        var notice = Notices.Of(NoticeKind.Contained);

        var body = EmailMessage.Render(notice with { Changes = [notice.Changes[0] with { After = Long }] }).Body;

        Assert.Contains("NOT ALL OF IT\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("WHOLE PLAN", body, StringComparison.Ordinal);
        Assert.Contains("    remediator incident show ec2-3f9a1c\n", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(GoldenTests.Kinds), MemberType = typeof(GoldenTests))]
    public void News_that_is_shown_whole_says_nothing_of_being_cut(NoticeKind kind)
    {
        var body = EmailMessage.Render(Notices.Of(kind)).Body;

        Assert.DoesNotContain("(cut:", body, StringComparison.Ordinal);
        Assert.DoesNotContain("not shown here", body, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT THE WHOLE PLAN", body, StringComparison.Ordinal);
    }

    private static string Long => "<b>" + new string('a', 19_997);

    private static string Flat(IEnumerable<string> lines) => string.Join(' ', lines.Select(l => l.Trim()));

    private static bool IsAtMargin(string line) => line.Length > 0 && line[0] != ' ';

    private static string FirstWord(string line) => line.Split(' ')[0];
}
