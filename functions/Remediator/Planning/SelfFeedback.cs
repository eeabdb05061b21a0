using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.Planning;

/// <summary>Findings that Remediator itself has caused, or that are about itself: they never start a response. Pure.</summary>
/// <remarks>COMPLIANT, CLOSED and archived findings are no matter of this rule: the matcher answers only active ones.</remarks>
public static class SelfFeedback
{
    /// <summary>Why the finding must not be answered, as a sentence; null when it is somebody else's.</summary>
    public static string? Reason(Finding finding, OwnIdentity own)
    {
        if (own.IsActionRole(finding.Actor?.Principal, finding.Account))
        {
            return $"The finding is about calls of Remediator's own role {own.ActionRole}.";
        }

        if (finding.Resources.FirstOrDefault(r => own.Owns(r, finding.Account)) is { } resource)
        {
            return $"The finding is about Remediator's own {resource.Kind} {resource.Id}.";
        }

        return IsOwnUpdate(finding) ? "The finding was only sent again because Remediator itself has written a note into it." : null;
    }

    /// <summary>Security Hub sends a finding again when its note changes; the finding's own time stays, so an older time than the note's says that.</summary>
    private static bool IsOwnUpdate(Finding finding)
    {
        // Most findings hold no note at all: they are not parsed a second time.
        if (!finding.Raw.Contains("\"UpdatedBy\"", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(finding.Raw);
            var body = document.RootElement.Field("detail") is { ValueKind: JsonValueKind.Object } detail ? detail : document.RootElement;
            body = body.Field("findings").Items().FirstOrDefault(f => f.Text("Id") is { Length: > 0 } id && finding.Id.EndsWith(id, StringComparison.Ordinal)) is { ValueKind: JsonValueKind.Object } one ? one : body;
            var note = body.Field("Note");
            return note.Text("UpdatedBy") == OwnIdentity.Author && note.Time("UpdatedAt") >= body.Time("UpdatedAt");
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
