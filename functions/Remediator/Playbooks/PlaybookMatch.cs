using System.Collections.Immutable;
using Remediator.Findings;

namespace Remediator.Playbooks;

/// <summary>What the playbooks say of a finding.</summary>
public abstract record PlaybookMatch
{
    private PlaybookMatch()
    {
    }

    /// <summary>Playbooks answer it, each for resources of its own.</summary>
    /// <param name="Hits">At least one; in the order of the playbooks' ids.</param>
    public sealed record Matched(ImmutableArray<PlaybookHit> Hits) : PlaybookMatch;

    /// <summary>None answers it, and why the nearest one does not: one sentence for people.</summary>
    public sealed record Unmatched(string Reason) : PlaybookMatch;

    /// <summary>The playbooks that answer; none where nothing does.</summary>
    public ImmutableArray<PlaybookHit> Answers => this is Matched { Hits: var hits } ? hits : [];
}

/// <summary>One playbook's part in a finding; each resource is one execution.</summary>
/// <param name="Trigger">The first of its triggers that holds.</param>
public sealed record PlaybookHit(Playbook Playbook, Trigger Trigger, ImmutableArray<ResourceRef> Resources);
