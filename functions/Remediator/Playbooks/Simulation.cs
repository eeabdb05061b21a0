using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>What would happen to a finding, as far as that can be known without looking at the account.</summary>
/// <param name="Steps">Remediations that would be planned; those that fit none of the resources are left out.</param>
/// <param name="Verdict">The gate's answer, given the tags that the finding shows and no run-time controls.</param>
public sealed record Simulation(Finding Finding, Playbook? Playbook, ImmutableArray<ResourceRef> Resources, ImmutableArray<string> Steps, Verdict? Verdict, string? Reason)
{
    public static Simulation Of(Finding finding, PlaybookMatcher matcher, ImmutableDictionary<string, string> protectedTags)
    {
        switch (matcher.Match(finding))
        {
            case PlaybookMatch.Unmatched unmatched:
                return new Simulation(finding, null, [], [], null, unmatched.Reason);
            case PlaybookMatch.Matched { Playbook: var playbook, Resources: var resources }:
                var steps = playbook.Steps.Select(s => s.Remediation)
                    .Where(s => RemediationCatalogue.Find(s) is { } r && resources.Any(x => r.Kinds.Contains(x.Kind, StringComparer.Ordinal)));
                var verdict = SafetyGate.Review(new GateInput(finding, playbook, playbook.Mode, ShownTags(resources), [], protectedTags)
                {
                    Controls = ControlsReading.None,
                    Now = DateTimeOffset.UnixEpoch,
                    Budget = new BudgetReading.Within(),
                    Resources = resources,
                    FailedDeliveries = 1,
                    PatientDeliveries = 1,
                });
                return new Simulation(finding, playbook, resources, [.. steps], verdict, verdict.Because);
            case var other:
                throw new InvalidOperationException($"unknown match {other.GetType().Name}");
        }
    }

    /// <summary>The tags that the finding shows; the live ones are read before anything is done.</summary>
    private static TagReading ShownTags(ImmutableArray<ResourceRef> resources)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in resources.SelectMany(r => r.Tags ?? ImmutableDictionary<string, string>.Empty))
        {
            tags[key] = value;
        }

        return new TagReading.Known(tags.ToImmutable());
    }
}
