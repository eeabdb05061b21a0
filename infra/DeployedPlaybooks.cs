using System.Collections.Immutable;
using Remediator.FindingSources;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Infra;

/// <summary>The playbooks of a deployment, and what follows from them.</summary>
public sealed record DeployedPlaybooks(ImmutableArray<Playbook> Playbooks)
{
    /// <summary>The sources that a trigger names, in the order of their names.</summary>
    public IReadOnlyList<FindingSource> Sources { get; } =
        [.. FindingSourceCatalogue.All.Where(s => Playbooks.Any(p => p.On.Any(t => t.Source == s.Name)))];

    /// <summary>The remediations that a step names, in the order of their names.</summary>
    public IReadOnlyList<Remediation> Remediations { get; } =
        [.. RemediationCatalogue.All.Where(r => Playbooks.Any(p => p.AllSteps.Any(s => s.Remediation == r.Name)))];

    /// <summary>Whether one asks if another finding is about the same resource.</summary>
    public bool AskForOthers { get; } = Playbooks.Any(p => p.Corroborated is not null);

    /// <summary>Every type pattern that triggers name for the source; empty when one of them takes every type.</summary>
    public ImmutableArray<string> TypesOf(FindingSource source)
    {
        var triggers = Playbooks.SelectMany(p => p.On).Where(t => t.Source == source.Name).ToArray();
        return triggers.Any(t => t.Types.IsDefaultOrEmpty)
            ? []
            : [.. triggers.SelectMany(t => t.Types).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
