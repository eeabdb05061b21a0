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

    /// <summary>Stands for the last day, whichever that is.</summary>
    private const int Last = 0;

    private readonly ImmutableArray<(int Day, int Start, int End)> _spans;

    private MonthlyHours(IEnumerable<(int Day, int Start, int End)> spans) => _spans = [.. spans];

    public static bool TryParse(string text, out MonthlyHours hours)
    {
        var spans = new List<(int, int, int)>();
        var isGood = text.Split(';', StringSplitOptions.TrimEntries).All(part => TryPart(part, spans));
        hours = new MonthlyHours(isGood ? spans : []);
        return isGood;
    }

    public bool Contains(DateTime local)
    {
        var (day, minute) = (local.Date, (local.Hour * 60) + local.Minute);
        return _spans.Any(s => s.Start < s.End
            ? IsOn(s.Day, day) && minute >= s.Start && minute < s.End
            : (IsOn(s.Day, day) && minute >= s.Start) || (IsOn(s.Day, day.AddDays(-1)) && minute < s.End));
    }

    private static bool IsOn(int day, DateTime date) => (day == Last ? DateTime.DaysInMonth(date.Year, date.Month) : day) == date.Day;

    private static bool TryPart(string part, List<(int Day, int Start, int End)> spans)
    {
        if (part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var range] || range.Split('-') is not [var opens, var closes]
            || WeeklyHours.MinuteOf(opens) is not { } open || WeeklyHours.MinuteOf(closes) is not { } close || open == close)
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

            spans.AddRange(Enumerable.Range(ends[0]!.Value, ends[^1]!.Value - ends[0]!.Value + 1).Select(d => (d, open, close)));
        }

        return true;
    }

    private static int? DayOf(string text) =>
        text.Equals("last", StringComparison.OrdinalIgnoreCase) ? Last
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day
        : null;
}
