using System.Text;
using System.Text.Json;
using Remediator.Findings;
using Remediator.Json;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>What a person asked for by hand: a finding of a source of its own, which carries the playbook that answers it.</summary>
/// <remarks>No event is such a finding. Whoever takes its execution up later, when people have approved it say, finds the steps in the ledger and in no bundle.</remarks>
public static class ManualPlaybook
{
    public const string Source = "manual";

    private const string Member = "playbooks";

    /// <summary>The raw text of such a finding.</summary>
    /// <param name="by">Who asked.</param>
    public static string Raw(Playbook playbook, string by, string why)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("by", by);
            writer.WriteString("why", why);
            writer.WritePropertyName(Member);
            writer.WriteRawValue(PlaybookBundle.Write([playbook]));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The command that asks for the same once more, which is the description of such a finding; null where there is none.</summary>
    /// <remarks>Messages have the finding without its raw text.</remarks>
    public static string? CommandOf(Finding finding) => finding.Source == Source && finding.Description.StartsWith(ContainLine.Command, StringComparison.Ordinal) ? finding.Description : null;

    /// <summary>The playbook that the finding carries; null where it came from elsewhere, or names a step that this build does not have.</summary>
    public static Playbook? Of(Finding finding)
    {
        if (finding.Source != Source)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(finding.Raw));
            return PlaybookBundleReading.Read(JsonElement.ParseValue(ref reader).Member(Member)) is [var playbook] && playbook.AllSteps.All(s => RemediationCatalogue.Find(s.Remediation) is not null)
                ? playbook
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
