using System.Globalization;
using System.Text.Json;

namespace Remediator.FindingSources.Json;

/// <summary>Reads the kinds of time stamp that findings carry; one that can't be read is unknown, never an error.</summary>
internal static class JsonTimes
{
    /// <summary>ISO 8601 in UTC with the seven decimals that are kept: more are rounded.</summary>
    private static readonly int LongestUsual = "2026-01-01T00:00:00.0000000Z".Length;

    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static DateTimeOffset? Time(this JsonElement element)
    {
        if (element.Text() is not { Length: > 0 and < 64 } text)
            return null;

        // As nearly all are: read without the forms of a culture.
        if (text.EndsWith('Z') && text.Length <= LongestUsual && element.ValueKind == JsonValueKind.String && element.TryGetDateTimeOffset(out var usual))
            return usual;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var epoch))
            return FromEpoch(epoch);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : FromInspector(text);
    }

    public static DateTimeOffset? Time(this JsonElement element, string name) => element.Field(name).Time();

    /// <summary>Seconds with a fraction, or milliseconds: no service has findings from after the year 5138.</summary>
    private static DateTimeOffset? FromEpoch(double epoch)
    {
        var milliseconds = Math.Abs(epoch) < 1e11 ? epoch * 1000 : epoch;
        return milliseconds is >= 0 and < 253402300800000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
    }

    /// <summary>Inspector's <c>Wed Sep 04 16:59:44.356 UTC 2024</c>; the weekday is not checked, examples get it wrong.</summary>
    private static DateTimeOffset? FromInspector(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [_, var monthName, var day, var clock, "UTC" or "GMT", var year])
            return null;
        var month = Array.IndexOf(Months, monthName) + 1;
        return DateTimeOffset.TryParse($"{year}-{month:00}-{day}T{clock}Z", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
    }
}
