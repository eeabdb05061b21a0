using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Remediator.Attributes;

/// <summary>Whether a condition holds a statement to fixed values of who or where the caller is.</summary>
internal static class Restricting
{
    private const int WidestIpv4 = 8;
    private const int WidestIpv6 = 32;

    /// <summary>S3's own list, the other global keys that a stranger cannot choose, and KMS's for the caller's account; in lower case.</summary>
    private static readonly FrozenSet<string> Keys = new[]
    {
        "aws:sourceip", "aws:vpcsourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:sourceowner", "aws:sourceaccount", "aws:sourceorgid",
        "aws:sourceorgpaths", "aws:userid", "aws:username", "aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths",
        "s3:dataaccesspointaccount", "s3:dataaccesspointarn", "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "kms:calleraccount",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Operators = new[]
    {
        "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>One restricting key is enough: all conditions of a statement must hold together.</summary>
    public static bool Any(JsonNode? condition) =>
        condition is JsonObject tests && tests.Any(t => IsPositive(t.Key) && t.Value is JsonObject keys && keys.Any(k => Keys.Contains(k.Key) && Holds(k.Key, k.Value)));

    /// <summary>IfExists lets through who does not have the key, and ForAllValues whose request has no value.</summary>
    private static bool IsPositive(string test) => Operators.Contains(test.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase) ? test["ForAnyValue:".Length..] : test);

    private static bool Holds(string key, JsonNode? value)
    {
        var values = PublicStatements.Texts(value).ToList();
        return values.Count > 0 && values.TrueForAll(v => key.EndsWith("sourceip", StringComparison.OrdinalIgnoreCase) ? IsNarrow(v) : IsFixed(v));
    }

    /// <summary>A pattern that pins an account, organization or role id still restricts; a bare wildcard does not.</summary>
    private static bool IsFixed(string value)
    {
        var free = value.IndexOfAny(['*', '?']);
        var variable = value.IndexOf("${", StringComparison.Ordinal);
        var end = (free, variable) switch
        {
            (-1, -1) => -1,
            (-1, _) => variable,
            (_, -1) => free,
            _ => Math.Min(free, variable),
        };
        return end < 0 ? value.Length > 0 : value[..end].Split(':', '/').Any(part => IsPin(part));
    }

    private static bool IsPin(string part) =>
        (part.Length == 12 && part.All(char.IsAsciiDigit)) || (part.Length >= 12 && part.StartsWith("o-", StringComparison.Ordinal)) || (part.Length >= 16 && part[0] == 'A' && part.All(char.IsAsciiLetterOrDigit));

    private static bool IsNarrow(string range)
    {
        if (range.Split('/') is not [var text, ..] parts || !IPAddress.TryParse(text, out var address))
        {
            return false;
        }

        var isIpv6 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        return parts.Length == 1 || (int.TryParse(parts[1], CultureInfo.InvariantCulture, out var length) && length >= (isIpv6 ? WidestIpv6 : WidestIpv4));
    }
}
