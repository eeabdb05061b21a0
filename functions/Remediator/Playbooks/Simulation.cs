using System.Collections.Immutable;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>What would happen to a finding, as far as that can be known without looking at the account.</summary>
/// <param name="Reason">Why nothing answers, or what the gate says of the first answer.</param>
public sealed record Simulation(Finding Finding, ImmutableArray<SimulatedAnswer> Answers, string? Reason)
{
    public static Simulation Of(Finding finding, PlaybookMatcher matcher, ImmutableDictionary<string, string> protectedTags)
    {
        var match = matcher.Match(finding);
        ImmutableArray<SimulatedAnswer> answers = [.. match.Answers.Select(h => Answer(finding, h, protectedTags))];
        return new Simulation(finding, answers, match is PlaybookMatch.Unmatched { Reason: var reason } ? reason : answers[0].Verdict.Because);
    }

    private static SimulatedAnswer Answer(Finding finding, PlaybookHit hit, ImmutableDictionary<string, string> protectedTags)
    {
        var playbook = hit.Playbook;
        if (playbook.Because is { } because)
        {
            return new SimulatedAnswer(playbook, hit.Resources, [], new Verdict.Observe(because));
        }

        var steps = playbook.Steps.Select(s => s.Remediation)
            .Where(s => RemediationCatalogue.Find(s) is { } r && hit.Resources.Any(x => r.Kinds.Contains(x.Kind, StringComparer.Ordinal)));
        var verdict = SafetyGate.Review(new GateInput(finding, playbook, playbook.Mode, ShownTags(hit.Resources), [], protectedTags)
        {
            Controls = ControlsReading.None,
            Now = DateTimeOffset.UnixEpoch,
            Budget = new BudgetReading.Within(),
            Resources = hit.Resources,
            FailedDeliveries = 1,
            PatientDeliveries = 1,
        });
        return new SimulatedAnswer(playbook, hit.Resources, [.. steps], verdict);
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

/// <summary>What one playbook would do about a finding.</summary>
/// <param name="Steps">Remediations that would be planned; those that fit none of the resources are left out.</param>
/// <param name="Verdict">The gate's answer, given the tags that the finding shows and no run-time controls.</param>
public sealed record SimulatedAnswer(Playbook Playbook, ImmutableArray<ResourceRef> Resources, ImmutableArray<string> Steps, Verdict Verdict);
