using System.Collections.Immutable;
using System.Globalization;

namespace Remediator.Controls;

/// <summary>Hours of days of the month, by the clock on the wall.</summary>
/// <remarks>
/// <c>1 00:00-06:00</c>, <c>25-31 18:00-24:00</c>, <c>1,15 09:00-17:00</c>, <c>last 22:00-06:00</c> (ends on the next day); several with a
/// semicolon. A day that a month does not have is left out. Where clocks change, as <see cref="WeeklyHours"/>.
/// </remarks>
public sealed class MonthlyHours
{
    public const string Advice = "write 1 00:00-06:00, 1,15 09:00-17:00, 25-31 00:00-24:00 or last 22:00-06:00; several with a semicolon";

    private const int Day = 24 * 60;

    /// <summary>Stands for the last day, whichever that is.</summary>
    private const int Last = 0;

    /// <summary>Begin in minutes of the month, and length. The same types as of weekly hours: the package has their code once.</summary>
    private readonly ImmutableArray<(int Start, int Length)> _spans;

    private MonthlyHours(IEnumerable<(int Start, int Length)> spans) => _spans = [.. spans];

    public static bool TryParse(string text, out MonthlyHours hours)
    {
        var spans = new List<(int, int)>();
        var isGood = text.Split(';', StringSplitOptions.TrimEntries).All(part => TryPart(part, spans));
        hours = new MonthlyHours(isGood ? spans : []);
        return isGood;
    }

    public bool Contains(DateTime local)
    {
        var (day, minute) = (local.Date, (local.Hour * 60) + local.Minute);
        return _spans.Any(s => Holds(s, day, minute) || Holds(s, day.AddDays(-1), minute + Day));
    }

    private static bool Holds((int Start, int Length) span, DateTime day, int minute)
    {
        var since = minute - (span.Start % Day);
        return (span.Start / Day == Last ? DateTime.DaysInMonth(day.Year, day.Month) : span.Start / Day) == day.Day && since >= 0 && since < span.Length;
    }

    private static bool TryPart(string part, List<(int Start, int Length)> spans)
    {
        if (part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var range] || range.Split('-') is not [var opens, var closes]
            || WeeklyHours.MinuteOf(opens) is not (>= 0 and < Day and var open) || WeeklyHours.MinuteOf(closes) is not { } close || open == close)
        {
            return false;
        }

        foreach (var item in days.Split(','))
        {
            int?[] ends = [.. item.Split('-').Select(DayOf)];
            if (ends.Length > 2 || ends.Contains(null) || (ends.Length == 2 && (ends[0] == Last || ends[1] == Last || ends[0] > ends[1])))
            {
                return false;
            }

            for (var day = ends[0]!.Value; day <= ends[^1]!.Value; day++)
            {
                spans.Add(((day * Day) + open, close > open ? close - open : close + Day - open));
            }
        }

        return true;
    }

    private static int? DayOf(string text) =>
        text.Equals("last", StringComparison.OrdinalIgnoreCase) ? Last
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day
        : null;
}
