using Amazon.Runtime;

namespace Remediator.Cli.Sandbox;

/// <summary>Access keys that name the account whose administrator they belong to.</summary>
public static class SandboxKeys
{
    private const string Prefix = "AKIA";
    private const string Suffix = "ROOT";

    /// <summary>Keys of the administrator of an account.</summary>
    public static AWSCredentials For(string account) => new BasicAWSCredentials(Prefix + account + Suffix, "sandbox");

    internal static string? AccountOf(string accessKeyId) =>
        accessKeyId.Length == Prefix.Length + 12 + Suffix.Length
        && accessKeyId.StartsWith(Prefix, StringComparison.Ordinal)
        && accessKeyId.EndsWith(Suffix, StringComparison.Ordinal)
        && accessKeyId[4..16].All(char.IsAsciiDigit) ? accessKeyId[4..16] : null;
}
