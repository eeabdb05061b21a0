using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Playbooks;

namespace Remediator.Sweeping;

/// <summary>Which findings the deployed rules deliver: only of those is a missing one lost.</summary>
/// <param name="narrowed">Lanes whose rules let through only the types that a playbook names.</param>
public sealed class DeliveredFindings(IEnumerable<Playbook> playbooks, IReadOnlySet<Lane> narrowed)
{
    private readonly Dictionary<string, List<Trigger>> _bySource =
        playbooks.SelectMany(p => p.On).GroupBy(t => t.Source, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);

    public IReadOnlyCollection<string> Sources => _bySource.Keys;

    public bool Includes(Finding finding) => finding.Status == FindingStatus.Active && Includes(finding.Source, finding.Type);

    public bool Includes(string source, string type) =>
        _bySource.TryGetValue(source, out var triggers)
        && (FindingSourceCatalogue.Find(source) is not { } known || !narrowed.Contains(known.Lane)
            || triggers.Any(t => t.Types.IsDefaultOrEmpty || t.Types.Any(pattern => new WildcardPattern(pattern).Matches(type))));
}
