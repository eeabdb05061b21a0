using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Remediator.Approvals;

/// <summary>Whether a request comes from Slack: version 0 of its request signatures.</summary>
/// <remarks>https://docs.slack.dev/authentication/verifying-requests-from-slack</remarks>
public static class SlackSignature
{
    private const int LongestSkewSeconds = 5 * 60;

    /// <param name="timestamp">The header X-Slack-Request-Timestamp.</param>
    /// <param name="signature">The header X-Slack-Signature.</param>
    /// <param name="body">As it came, not decoded in any way.</param>
    public static bool IsValid(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (secret.Length == 0 || signature is null
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || Math.Abs(now.ToUnixTimeSeconds() - at) > LongestSkewSeconds)
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(secret, at, body)), Encoding.ASCII.GetBytes(signature));
    }

    /// <summary>The header that Slack would send.</summary>
    public static string Sign(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"v0:{timestamp}:")), .. body];
        return $"v0={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
