using System.Globalization;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Runtime.Generated;

/// <summary>Scalars as text: query parameters, headers, path labels and XML.</summary>
public static class WireText
{
    public static string? Of(string? value) => value;

    public static string? Of(ConstantClass? value) => value?.Value;

    public static string? Of(bool? value) => value is { } given ? given ? "true" : "false" : null;

    public static string? Of(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Of(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Of(float? value) => value is { } given ? Special(given) ?? given.ToString(CultureInfo.InvariantCulture) : null;

    public static string? Of(double? value) => value is { } given ? Special(given) ?? given.ToString(CultureInfo.InvariantCulture) : null;

    public static string? Of(MemoryStream? value) => value is null ? null : Convert.ToBase64String(value.ToArray());

    public static string? Iso8601(DateTime? value) => value is null ? null : StringUtils.FromDateTimeToISO8601WithOptionalMs(value.Value);

    public static string? Rfc822(DateTime? value) => value is null ? null : StringUtils.FromDateTimeToRFC822(value.Value);

    public static string? UnixTimestamp(DateTime? value) => value is null ? null : StringUtils.FromDateTimeToUnixTimestamp(value.Value);

    /// <summary>JSON in a header: base64, so that it survives as a header value.</summary>
    public static string? Base64(string? value) =>
        value is null ? null : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value));

    internal static string? Special(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "Infinity"
        : double.IsNegativeInfinity(value) ? "-Infinity"
        : null;
}
