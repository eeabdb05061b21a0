using System.Globalization;
using Amazon.Util;

namespace Amazon.Runtime.Generated;

/// <summary>Text back to scalars: headers and XML.</summary>
public static class WireValue
{
    public static string? String(string? text) => text;

    public static bool? Boolean(string? text) =>
        string.IsNullOrEmpty(text) ? null : text is "1" || (text is not "0" && bool.Parse(text));

    public static int? Integer(string? text) => string.IsNullOrEmpty(text) ? null : int.Parse(text, CultureInfo.InvariantCulture);

    public static long? Long(string? text) => string.IsNullOrEmpty(text) ? null : long.Parse(text, CultureInfo.InvariantCulture);

    public static float? Float(string? text) => (float?)Double(text);

    public static double? Double(string? text) => text switch
    {
        null or "" => null,
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    public static MemoryStream? Blob(string? text) => text is null ? null : new(Convert.FromBase64String(text));

    /// <summary>A time in any of the three formats that AWS uses.</summary>
    public static DateTime? Timestamp(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? UnixTime(seconds)
            : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
    }

    /// <summary>JSON in a header, which travels as base64.</summary>
    public static string? FromBase64(string? text) =>
        text is null ? null : System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text));

    /// <summary>To the millisecond: AWS sends no more, and a double holds no more reliably.</summary>
    internal static DateTime UnixTime(double seconds) =>
        AWSSDKUtils.EPOCH_START.AddTicks((long)Math.Round(seconds * 1000) * TimeSpan.TicksPerMillisecond);
}
