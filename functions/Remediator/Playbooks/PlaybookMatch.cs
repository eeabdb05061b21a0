using System.Collections.Immutable;
using Remediator.Findings;

namespace Remediator.Playbooks;

/// <summary>What the playbooks say of a finding.</summary>
public abstract record PlaybookMatch
{
    private PlaybookMatch()
    {
    }

    /// <summary>A playbook answers it; each resource is one execution.</summary>
    public sealed record Matched(Playbook Playbook, Trigger Trigger, ImmutableArray<ResourceRef> Resources) : PlaybookMatch;

    /// <summary>None answers it, and why the nearest one does not: one sentence for people.</summary>
    public sealed record Unmatched(string Reason) : PlaybookMatch;
}
