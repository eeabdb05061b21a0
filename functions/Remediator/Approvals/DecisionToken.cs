using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Remediator.Execution;

namespace Remediator.Approvals;

/// <summary>What a link in an email stands for: one kind of decision about one plan, asked at one time.</summary>
/// <remarks>
/// Signed with HMAC-SHA256. No random number makes it unique: it is of use once because its question takes one decision by email, and
/// a question that is asked again has another time or another hash.
/// </remarks>
/// <param name="AskedAt">Seconds since 1970.</param>
/// <param name="ExpiresAt">Seconds since 1970.</param>
public sealed partial record DecisionToken(string ExecutionId, string Hash, DecisionKind Kind, long AskedAt, long ExpiresAt)
{
    /// <summary>Bytes of a key below which guessing it is cheaper than it may be.</summary>
    public const int LeastKey = 32;

    private const string Purpose = "remediator-decision-link\n";

    /// <summary>The token for a question that waits.</summary>
    public static DecisionToken For(ExecutionRecord record, Approval approval, DecisionKind kind) =>
        new(record.Id, approval.Hash, kind, approval.AskedAt.ToUnixTimeSeconds(), approval.ExpiresAt.ToUnixTimeSeconds());

    /// <exception cref="ArgumentException">The key is too short to sign with.</exception>
    public string Sign(string key)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"1.{ExecutionId}.{Hash}.{(Kind == DecisionKind.Approve ? 'a' : 'r')}.{AskedAt}.{ExpiresAt}");
        return $"{content}.{Signature(content, key)}";
    }

    /// <summary>The token of a text; null for one that was not signed with this key, in this form.</summary>
    public static DecisionToken? Read(string text, string key)
    {
        if (text.Length > 300 || Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var signature = Encoding.ASCII.GetBytes(Signature(match.Groups["content"].Value, key));
        return CryptographicOperations.FixedTimeEquals(signature, Encoding.ASCII.GetBytes(match.Groups["signature"].Value))
            ? new DecisionToken(
                match.Groups["execution"].Value,
                match.Groups["hash"].Value,
                match.Groups["kind"].Value == "a" ? DecisionKind.Approve : DecisionKind.Reject,
                long.Parse(match.Groups["asked"].Value, CultureInfo.InvariantCulture),
                long.Parse(match.Groups["expires"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    private static string Signature(string content, string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return bytes.Length >= LeastKey
            ? Convert.ToHexStringLower(HMACSHA256.HashData(bytes, Encoding.UTF8.GetBytes(Purpose + content)))
            : throw new ArgumentException($"the key of the links has fewer than {LeastKey} bytes", nameof(key));
    }

    [GeneratedRegex(@"\A(?<content>1\.(?<execution>[A-Za-z0-9-]{1,64})\.(?<hash>[0-9a-f]{64})\.(?<kind>[ar])\.(?<asked>[0-9]{1,12})\.(?<expires>[0-9]{1,12}))\.(?<signature>[0-9a-f]{64})\z")]
    private static partial Regex Form();
}
