using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>Finds the playbooks that answer a finding.</summary>
/// <remarks>
/// Playbooks are tried in the ordinal order of their ids and the triggers of each in the order of its file. Each resource goes to
/// the first that acts on it, so an attack sequence, or a bucket and the key that read it, can be answered by several. A playbook
/// without steps answers only what none with steps does; beside those it tells of resources that its trigger names and that none of
/// them takes. A fallback is asked only where none of all these answers.
/// Pure and safe for concurrent use once built: what is made ready at first use comes out the same, whoever is first.
/// </remarks>
public sealed class PlaybookMatcher
{
    private readonly Dictionary<string, SourceTriggers> _bySource = new(StringComparer.Ordinal);

    /// <param name="playbooks">In any order.</param>
    /// <param name="remediations">What the steps' names mean; null for those of this build.</param>
    public PlaybookMatcher(IEnumerable<Playbook> playbooks, IReadOnlyList<Remediation>? remediations = null)
    {
        var kinds = new RemediationKinds(remediations);
        foreach (var playbook in playbooks.InOrder((a, b) => string.CompareOrdinal(a.Id, b.Id)))
        {
            foreach (var trigger in playbook.On)
            {
                if (!_bySource.TryGetValue(trigger.Source, out var triggers))
                    _bySource.Add(trigger.Source, triggers = new SourceTriggers());
                triggers.All.Add(new CompiledTrigger(playbook, trigger, kinds));
            }
        }
    }

    public PlaybookMatch Match(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Status != FindingStatus.Active)
            return new PlaybookMatch.Unmatched($"The finding is {(finding.Status == FindingStatus.Resolved ? "resolved" : "suppressed")}: there is nothing to contain.");
        if (!_bySource.TryGetValue(finding.Source, out var triggers))
            return new PlaybookMatch.Unmatched($"No playbook answers findings of {finding.Source}.");

        var nearest = (Miss: Miss.Type, Trigger: triggers.All[0]);
        var candidates = triggers.For(finding.Type);
        var hits = Hits(candidates, fallback: false, finding, ref nearest);
        if (hits.IsEmpty)
            hits = Hits(candidates, fallback: true, finding, ref nearest);
        return hits.IsEmpty ? new PlaybookMatch.Unmatched(nearest.Trigger.Explain(nearest.Miss, finding)) : new PlaybookMatch.Matched(hits);
    }

    private static ImmutableArray<PlaybookHit> Hits(CompiledTrigger[] triggers, bool fallback, Finding finding, ref (Miss Miss, CompiledTrigger Trigger) nearest)
    {
        var hits = ImmutableArray.CreateBuilder<PlaybookHit>();
        (PlaybookHit Hit, int Rank)? told = null;
        var tells = new List<CompiledTrigger>();
        foreach (var trigger in triggers)
        {
            if (trigger.Playbook.Fallback != fallback)
                continue;
            var miss = trigger.Check(finding, out var resources);
            if (miss > nearest.Miss)
                nearest = (miss, trigger);
            if (miss != Miss.None)
                continue;
            if (trigger.TellsOnly)
            {
                var rank = fallback ? trigger.RankOf(resources[0], finding) : 0;
                if (told is not { } before || rank < before.Rank)
                    told = (new PlaybookHit(trigger.Playbook, trigger.Trigger, resources), rank);
                tells.Add(trigger);
            }
            else
                Add(hits, trigger, resources, finding);
        }

        if (hits.Count > 0)
            tells.ForEach(t => Add(hits, t, [.. t.Named(finding)], finding));
        else if (told is { Hit: var only })
            hits.Add(only);
        return hits.ToImmutable();
    }

    /// <summary>Adds the resources that no earlier trigger has taken; playbooks that act beside others take nothing from them.</summary>
    private static void Add(ImmutableArray<PlaybookHit>.Builder hits, CompiledTrigger trigger, ImmutableArray<ResourceRef> resources, Finding finding)
    {
        bool Takes(PlaybookHit hit) => hit.Playbook.Id == trigger.Playbook.Id || !(hit.Playbook.Beside || trigger.Playbook.Beside);
        ImmutableArray<ResourceRef> free = hits.Count == 0 ? resources : [.. resources.Where(r => !hits.Any(h => Takes(h) && h.Resources.Any(t => IsSame(finding, t, r))))];
        if (free.IsEmpty)
            return;
        if (hits.Count > 0 && hits[^1].Playbook.Id == trigger.Playbook.Id)
            hits[^1] = hits[^1] with { Resources = [.. hits[^1].Resources, .. free] };
        else
            hits.Add(new PlaybookHit(trigger.Playbook, trigger.Trigger, free));
    }

    private static bool IsSame(Finding finding, ResourceRef one, ResourceRef other) =>
        ResourceIdentity.Distinct(finding.Account, finding.Region, one) == ResourceIdentity.Distinct(finding.Account, finding.Region, other);
}
