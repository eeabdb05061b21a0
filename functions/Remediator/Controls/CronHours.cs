using Cronos;

namespace Remediator.Controls;

/// <summary>Times that a cron expression names, each of which begins a window of one length; pure.</summary>
/// <remarks>
/// The only class that knows the library: where no window is of this kind, its assembly is never loaded. The clock on the wall counts,
/// and no window is lost to it: the time that is left out when clocks go forward begins one at that moment, the time that comes twice two.
/// </remarks>
public static class CronHours
{
    public const string Advice = "write five fields, minute hour day month weekday: '0 18 24 12 *', '0 9 * * MON#1' (first Monday), '0 0 L 3,6,9,12 *' (last day of a quarter)";

    /// <summary>The longest window.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Fault(string text, DateTimeOffset now) =>
        Parse(text) is not { } cron ? $"'{text}' is no cron expression; {Advice}"
        : cron.GetNextOccurrence(now.UtcDateTime) is null ? $"'{text}' names no time that ever comes"
        : null;

    /// <summary>Whether a window is open that began less than its length ago; null where that is not known.</summary>
    /// <param name="lasts">The length of each window, in hours that pass, whatever clocks do meanwhile.</param>
    /// <param name="zone">See <see cref="ZoneOffsets"/>; null for UTC.</param>
    public static bool? IsOpen(string text, TimeSpan lasts, string? zone, DateTimeOffset now)
    {
        if (Parse(text) is not { } cron || (zone is null ? [(DateTimeOffset.MinValue, TimeSpan.Zero)] : ZoneOffsets.Until(zone, now)) is not { } offsets)
        {
            return null;
        }

        // The first moment that is near enough: what began then, or since, is open.
        var first = now - lasts + TimeSpan.FromTicks(1);
        var previous = offsets[0].Offset;
        for (var i = 0; i < offsets.Count; i++)
        {
            var (from, offset) = offsets[i];
            var until = i + 1 < offsets.Count ? offsets[i + 1].From : now + TimeSpan.FromTicks(1);
            var begin = i == 0 || from < first ? first : from;
            if (i > 0 && from >= first && from <= now && Falls(cron, from.UtcDateTime + previous, from.UtcDateTime + offset))
            {
                return true;
            }

            if (Falls(cron, begin.UtcDateTime + offset, until.UtcDateTime + offset))
            {
                return true;
            }

            previous = offset;
        }

        return false;
    }

    /// <summary>Whether it names a time from the one on and before the other.</summary>
    private static bool Falls(CronExpression cron, DateTime from, DateTime until) =>
        from < until && cron.GetNextOccurrence(DateTime.SpecifyKind(from, DateTimeKind.Utc), inclusive: true) is { } next && next < until;

    private static CronExpression? Parse(string text)
    {
        try
        {
            // Neither the library's names for whole expressions, nor its jitter: each says more than it shows.
            return text.Contains('@', StringComparison.Ordinal) || text.Split(' ').Any(f => f.StartsWith('H') || f.StartsWith('h')) ? null : CronExpression.Parse(text);
        }
        catch (CronFormatException)
        {
            return null;
        }
    }
}
