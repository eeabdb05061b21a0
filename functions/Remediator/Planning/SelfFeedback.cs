using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.FindingSources.Json;

namespace Remediator.Planning;

/// <summary>Findings that Remediator itself has caused, or that are about itself: it answers neither. Pure.</summary>
/// <remarks>
/// What it does by design is passed over in silence, as are settings of its own resources: to answer them would be a loop. That others
/// use its credentials, or attack what is its own, is told to people.
/// COMPLIANT, CLOSED and archived findings are no matter of this rule: the matcher answers only active ones.
/// </remarks>
public static class SelfFeedback
{
    /// <summary>Words of types that say where calls come from, or what Remediator never calls: its own calls bring about none of them.</summary>
    private static readonly string[] OfOthers =
        ["UnauthorizedAccess", "AttackSequence", "PenTest", "Recon", "InitialAccess", "CredentialAccess", "IPCaller", "CredentialExfiltration", "CompromisedCredentials"];

    /// <summary>Null when nothing of it is own.</summary>
    public static OwnShare? Of(Finding finding, OwnIdentity own)
    {
        if (IsOwnUpdate(finding))
        {
            return new("The finding was only sent again because Remediator itself has written a note into it.", null, null, IsTold: false);
        }

        var isCaller = own.IsActionRole(finding.Actor?.Principal, finding.Account);
        var mine = finding.Resources.Where(r => own.Owns(r, finding.Account) || (isCaller && r.Involvement == Involvement.Actor)).ToList();
        if (!isCaller && mine.Count == 0)
        {
            return null;
        }

        var role = mine.Find(r => r.Kind == ResourceKinds.Role);
        var resource = role ?? mine.Find(r => r.Kind != ResourceKinds.AccessKey) ?? new ResourceRef(ResourceKinds.Role, own.ActionRole);
        var reason = isCaller
            ? $"The finding is about calls of Remediator's own role {own.ActionRole}."
            : $"The finding is about Remediator's own {resource.Kind} {resource.Id}.";
        var isThreat = FindingSourceCatalogue.Find(finding.Source)?.IsThreat(finding) == true;
        if ((isCaller || role is not null) && IsByDesign(finding, isThreat))
        {
            return new(reason, resource, null, IsTold: false);
        }

        var rest = finding.Resources.Where(r => !mine.Contains(r)).ToList();
        return new(reason, resource, rest.Exists(r => r.Involvement == Involvement.Affected) ? finding with { Resources = rest } : null, isThreat);
    }

    /// <summary>Whether what the role is said to do is what Remediator does: it changes settings, and calls what looks unusual.</summary>
    private static bool IsByDesign(Finding finding, bool isThreat) =>
        !isThreat
        || finding.Source == "cloudtrail"
        || (finding.Actor?.Api is not null && !OfOthers.Any(w => finding.Type.Contains(w, StringComparison.Ordinal)));

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
