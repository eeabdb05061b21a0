using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Planning;

/// <summary>What of a finding is Remediator's own, and what follows.</summary>
/// <param name="Reason">A sentence.</param>
/// <param name="Own">Its own resource that the finding is about, or its role; null where the finding is only sent again.</param>
/// <param name="Rest">The finding with what is left of it, to be answered as any other; null where nothing is left.</param>
/// <param name="IsTold">Somebody has, or attacks, what is Remediator's own: nothing answers that but people, who must know of it.</param>
public sealed record OwnShare(string Reason, ResourceRef? Own, Finding? Rest, bool IsTold)
{
    /// <summary>Names the executions that only tell of it.</summary>
    public const string PlaybookId = "remediator-itself";

    /// <summary>Tells people by every channel there is.</summary>
    public Playbook Alarm() => new()
    {
        Id = PlaybookId,
        Title = "A threat to Remediator itself",
        On = [],
        Steps = [],
        Because = $"{Reason} Remediator never acts on itself, and its role may do more than any other: find out at once whose calls these are. To stop it meanwhile: remediator pause. To end the sessions of its role: \"Revoke active sessions\" of the role in IAM.",
        Notify = ["slack", "email"],
        Version = "built-in",
    };
}
