using System.Text.Json;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>The type of a finding that Security Hub or a product without a source of its own made.</summary>
internal static class HubType
{
    private const string PackageVulnerability = "PACKAGE_VULNERABILITY";
    private const string CodeVulnerability = "CODE_VULNERABILITY";
    private const string NetworkReachability = "NETWORK_REACHABILITY";

    /// <summary>The control, such as <c>S3.8</c>, the same under every standard; for other products the first type, or what made it.</summary>
    public static string? OfAsff(JsonElement finding)
    {
        var generator = finding.Identifier("GeneratorId");
        if (finding.Text("ProductArn") is not { } product || !WrappedProduct.IsAws(product) || !product.EndsWith("/aws/securityhub", StringComparison.Ordinal))
            return finding.Field("Types").Items().Select(t => SafeText.IdentifierOrNull(t.Text())).FirstOrDefault(t => t is not null) ?? generator;
        return finding.Field("Compliance").Identifier("SecurityControlId") ?? finding.Field("ProductFields").Identifier("ControlId") ?? ControlOf(generator);
    }

    public static string OfInspector(JsonElement finding)
    {
        var types = string.Join('\n', finding.Field("Types").Items().Select(t => t.Text()));
        return types.Contains("Network Reachability", StringComparison.Ordinal) ? NetworkReachability
            : finding.Field("Vulnerabilities").Items().Any(v => v.Field("CodeVulnerabilities").Items().Any()) ? CodeVulnerability
            : PackageVulnerability;
    }

    public static string OfInspectorOcsf(JsonElement finding, IReadOnlyList<string> types) =>
        types.Any(t => t.Contains("Network Reachability", StringComparison.Ordinal)) ? NetworkReachability
            : finding.Field("vulnerabilities").Items().Any(v => v.Field("affected_code").Items().Any()) ? CodeVulnerability
            : PackageVulnerability;

    /// <summary><c>S3.2</c> of <c>aws-foundational-security-best-practices/v/1.0.0/S3.2</c>; a number alone needs its standard.</summary>
    private static string? ControlOf(string? generator)
    {
        const string ruleset = "ruleset/";
        var last = generator?[(generator.LastIndexOf('/') + 1)..];
        if (last is { Length: > 0 } && char.IsAsciiLetter(last[0]) && last.Contains('.', StringComparison.Ordinal))
            return last;
        return generator?.IndexOf(ruleset, StringComparison.Ordinal) is >= 0 and var at && generator.Length > at + ruleset.Length ? generator[(at + ruleset.Length)..] : generator;
    }
}
