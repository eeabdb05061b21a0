using System.Collections.Frozen;
using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>Finds the playbook that answers a finding.</summary>
/// <remarks>
/// Playbooks are tried in the ordinal order of their ids and the triggers of each in the order of its file; the first that
/// holds wins. A playbook only matches with a resource to act upon, so two playbooks for the same types and different
/// kinds of resources do not stand in each other's way.
/// Built once, then pure and safe for concurrent use.
/// </remarks>
public sealed class PlaybookMatcher
{
    private readonly FrozenDictionary<string, SourceTriggers> _bySource;

    /// <param name="playbooks">In any order.</param>
    /// <param name="remediations">What the steps' names mean; null for those of this build.</param>
    public PlaybookMatcher(IEnumerable<Playbook> playbooks, IReadOnlyList<Remediation>? remediations = null)
    {
        var kinds = (remediations ?? RemediationCatalogue.All).ToFrozenDictionary(r => r.Name, r => r.Kinds, StringComparer.Ordinal);
        _bySource = playbooks
            .OrderBy(p => p.Id, StringComparer.Ordinal)
            .SelectMany(p => p.On.Select(t => new CompiledTrigger(p, t, kinds)))
            .GroupBy(t => t.Trigger.Source, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => new SourceTriggers(g), StringComparer.Ordinal);
    }

    public PlaybookMatch Match(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Status != FindingStatus.Active)
            return new PlaybookMatch.Unmatched($"The finding is {(finding.Status == FindingStatus.Resolved ? "resolved" : "suppressed")}: there is nothing to contain.");
        if (!_bySource.TryGetValue(finding.Source, out var triggers))
            return new PlaybookMatch.Unmatched($"No playbook answers findings of {finding.Source}.");

        var nearest = (Miss: Miss.Type, Trigger: triggers.All[0]);
        foreach (var trigger in triggers.For(finding.Type))
        {
            var miss = trigger.Check(finding, out var resources);
            if (miss == Miss.None)
                return new PlaybookMatch.Matched(trigger.Playbook, trigger.Trigger, resources);
            if (miss > nearest.Miss)
                nearest = (miss, trigger);
        }

        return new PlaybookMatch.Unmatched(nearest.Trigger.Explain(nearest.Miss, finding));
    }
}
