using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Severities of both formats: the label decides, a number refines it where it lies in the label's band.</summary>
internal static class HubSeverity
{
    /// <summary>The product's own number (GuardDuty's is ours), else Security Hub's 0 to 100.</summary>
    /// <param name="own">The label that the product itself gave; null for the one that people may have changed.</param>
    public static Severity OfAsff(JsonElement severity, string? own = null)
    {
        var label = SeverityReader.LabelOf(own ?? severity.Text("Label"));
        Severity? product = severity.Field("Product").Number() is { } p ? new Severity(p) : null;
        Severity? normalized = severity.Field("Normalized").Number() is { } n ? new Severity(n / 10) : null;
        if (label is null)
            return normalized ?? Severity.Of(SeverityLabel.Informational);
        return product?.Label == label ? product.Value : normalized?.Label == label ? normalized.Value : Severity.Of(label.Value);
    }

    /// <remarks>https://schema.ocsf.io/objects/severity_id: 1 is informational, 5 critical, 6 fatal.</remarks>
    public static Severity OfOcsf(JsonElement finding) => Severity.Of(finding.Field("severity_id").Number() switch
    {
        2 => SeverityLabel.Low,
        3 => SeverityLabel.Medium,
        4 => SeverityLabel.High,
        5 or 6 => SeverityLabel.Critical,
        _ => SeverityReader.LabelOf(finding.Text("severity")) ?? SeverityLabel.Informational,
    });
}
