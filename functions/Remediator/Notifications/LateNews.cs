using System.Globalization;

namespace Remediator.Notifications;

/// <summary>Words for messages that a channel could not take when they were written; pure.</summary>
public static class LateNews
{
    /// <summary>What is older when it is sent says so: a "Contained" of last week must not read as one of now.</summary>
    public static readonly TimeSpan After = TimeSpan.FromHours(1);

    /// <summary>The notice, marked as late where it is.</summary>
    public static Notice Mark(Notice notice, OutboxEntry entry, DateTimeOffset now) => now - entry.Record.UpdatedAt < After ? notice : notice with
    {
        Headline = $"Late: {notice.Headline}",
        Summary = $"Written at {Utc(entry.Record.UpdatedAt)}, could not be delivered before. {notice.Summary}",
    };

    /// <summary>Many late messages in one.</summary>
    /// <param name="show">The command that shows an execution, without its id.</param>
    public static Bulletin Digest(IReadOnlyList<(OutboxEntry Entry, Notice Notice)> late, Func<string, string> show) => new(
        $"Late: {PlainWords.Count(late.Count, "message")} that could not be delivered before",
        $"They were written at the times that they name, while this channel did not take them; what has happened since is not in them. To see one as it is now: {show("EXECUTION")}",
        [.. late.Select(l => $"{Utc(l.Entry.Record.UpdatedAt)} {SafeText.Line(l.Notice.Headline, 180)}, account {SafeText.Line(l.Notice.Account, 20)}, {SafeText.Line(l.Notice.Region, 30)}: execution {l.Entry.Record.Id}")]);

    /// <summary>For the channels that live: another one takes nothing any more.</summary>
    public static Bulletin Dead(string channel, OutboxEntry first, string why) => new(
        $"Nobody is told by {channel}",
        $"{channel} takes nothing of what waits for it since {Utc(first.Record.UpdatedAt)}. None of it is lost: it is tried again every 15 minutes, and sent when {channel} takes it. This is said once. Why: {SafeText.Line(why, 400)}",
        []);

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
