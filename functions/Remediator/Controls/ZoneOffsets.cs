using System.Globalization;

namespace Remediator.Controls;

/// <summary>How far a zone's clocks are from UTC, and from when on: <c>1774746000:120</c> is two hours from that second since 1970 on.</summary>
/// <remarks>
/// Written where there is a time zone database, read where there is none: Lambda's runtimes. Not TimeZoneInfo's own text, which
/// it can't read back on Linux for zones with summer time.
/// </remarks>
internal static class ZoneOffsets
{
    private const int Years = 20;
    private const long Day = 24 * 60 * 60;

    public static string Of(TimeZoneInfo zone, DateTimeOffset from)
    {
        var (at, end) = (from.AddDays(-1).ToUnixTimeSeconds() / 60 * 60, from.AddYears(Years).ToUnixTimeSeconds());
        var entries = new List<string> { Entry(zone, at) };
        for (; at < end; at += Day)
        {
            if (Minutes(zone, at) != Minutes(zone, at + Day))
            {
                var (before, after) = (at, at + Day);
                while (after - before > 1)
                {
                    var middle = (before + after) / 2;
                    (before, after) = Minutes(zone, middle) == Minutes(zone, at) ? (middle, after) : (before, middle);
                }

                entries.Add(Entry(zone, after));
            }
        }

        return string.Join(' ', [.. entries, $"{at.ToString(CultureInfo.InvariantCulture)}:end"]);
    }

    /// <summary>Null where the text does not say: before its beginning, after its end, or because it is damaged.</summary>
    public static TimeSpan? At(string text, DateTimeOffset now)
    {
        TimeSpan? offset = null;
        foreach (var entry in text.Split(' '))
        {
            if (entry.Split(':') is not [var seconds, var minutes] || !long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var from))
            {
                return null;
            }

            if (from > now.ToUnixTimeSeconds())
            {
                return offset;
            }

            offset = int.TryParse(minutes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var known) ? TimeSpan.FromMinutes(known) : null;
        }

        return null;
    }

    /// <summary>All offsets up to then, each with when it begins; null where the text does not say the one of that time.</summary>
    public static IReadOnlyList<(DateTimeOffset From, TimeSpan Offset)>? Until(string text, DateTimeOffset now) =>
        At(text, now) is null ? null : [.. text.Split(' ').Select(e => e.Split(':'))
            .Select(e => (From: DateTimeOffset.FromUnixTimeSeconds(long.Parse(e[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)), Minutes: e[1]))
            .TakeWhile(e => e.From <= now)
            .Select(e => (e.From, TimeSpan.FromMinutes(int.Parse(e.Minutes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))))];

    private static string Entry(TimeZoneInfo zone, long at) => string.Create(CultureInfo.InvariantCulture, $"{at}:{Minutes(zone, at)}");

    private static int Minutes(TimeZoneInfo zone, long at) => (int)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(at)).TotalMinutes;
}
