using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources;

/// <summary>Reads a severity that may be a number, a number in a string, or a label.</summary>
internal static class SeverityReader
{
    /// <summary>What can't be read is Informational: a playbook with a severity threshold then leaves the finding alone.</summary>
    public static Severity Read(JsonElement element) =>
        element.Number() is { } number ? new Severity(number)
        : LabelOf(element.Text()) is { } label ? Severity.Of(label)
        : Severity.Of(SeverityLabel.Informational);

    public static SeverityLabel? LabelOf(string? text) => text?.ToUpperInvariant() switch
    {
        "CRITICAL" => SeverityLabel.Critical,
        "HIGH" => SeverityLabel.High,
        "MEDIUM" => SeverityLabel.Medium,
        "LOW" => SeverityLabel.Low,
        "INFORMATIONAL" => SeverityLabel.Informational,
        _ => null,
    };
}
