using System.Collections.Immutable;
using System.Globalization;

namespace Remediator.Controls;

/// <summary>Hours that come back every week, by the clock on the wall.</summary>
/// <remarks>
/// <c>Mon-Fri 09:00-17:00</c>, <c>Sat,Sun 00:00-24:00</c>, <c>daily 22:00-06:00</c> (ends on the next day), <c>Fri 18:00-Mon 06:00</c>;
/// several with a semicolon. On the day when clocks go back, the hour that comes twice counts twice; the one that is left out, never.
/// </remarks>
public sealed class WeeklyHours
{
    public const string Advice = "write Mon-Fri 09:00-17:00, Sat,Sun 00:00-24:00, daily 22:00-06:00 or Fri 18:00-Mon 06:00; several with a semicolon";

    private const int Day = 24 * 60;
    private const int Week = 7 * Day;
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly ImmutableArray<(int Start, int Length)> _spans;

    private WeeklyHours(IEnumerable<(int Start, int Length)> spans) => _spans = [.. spans];

    public static bool TryParse(string text, out WeeklyHours hours)
    {
        var spans = new List<(int, int)>();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            if (!TryPart(part, spans))
            {
                hours = new WeeklyHours([]);
                return false;
            }
        }

        hours = new WeeklyHours(spans);
        return true;
    }

    public bool Contains(DateTime local)
    {
        var minute = ((int)local.DayOfWeek * Day) + (local.Hour * 60) + local.Minute;
        return _spans.Any(s => (minute - s.Start + Week) % Week < s.Length);
    }

    private static bool TryPart(string part, List<(int Start, int Length)> spans)
    {
        var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var first, var middle, var end] && middle.Split('-') is [var start, var lastDay])
        {
            if (DayOf(first) is not { } from || DayOf(lastDay) is not { } to || MinuteOf(start) is not { } startMinute || MinuteOf(end) is not { } endMinute)
            {
                return false;
            }

            var begin = (from * Day) + startMinute;
            var length = ((to * Day) + endMinute - begin + Week) % Week;
            spans.Add((begin, length == 0 ? Week : length));
            return true;
        }

        if (words is not [var days, var range] || range.Split('-') is not [var opens, var closes]
            || MinuteOf(opens) is not { } open || MinuteOf(closes) is not { } close || open == close || DaysOf(days) is not { } chosen)
        {
            return false;
        }

        spans.AddRange(chosen.Select(d => ((d * Day) + open, close > open ? close - open : close + Day - open)));
        return true;
    }

    private static List<int>? DaysOf(string text)
    {
        if (text.Equals("daily", StringComparison.OrdinalIgnoreCase))
        {
            return [.. Enumerable.Range(0, 7)];
        }

        var days = new List<int>();
        foreach (var part in text.Split(','))
        {
            int?[] ends = [.. part.Split('-').Select(DayOf)];
            if (ends.Length is 0 or > 2 || ends.Contains(null))
            {
                return null;
            }

            var (from, to) = (ends[0]!.Value, ends[^1]!.Value);
            days.AddRange(Enumerable.Range(from, ((to - from + 7) % 7) + 1).Select(d => d % 7));
        }

        return days;
    }

    private static int? DayOf(string text) => Array.FindIndex(Days, d => d.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var day ? day : null;

    /// <summary>24:00 is the end of the day.</summary>
    internal static int? MinuteOf(string text) =>
        text == "24:00" ? Day
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute
        : null;
}
