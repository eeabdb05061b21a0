using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Cli.Coverage;

/// <summary>What the playbooks make of one known type, over all of its forms.</summary>
/// <param name="Answers">Each playbook that answers any of them, once.</param>
/// <param name="Gap">The first form that nothing answers, in a sentence; null where there is none.</param>
public sealed record CoverageRow(KnownType Type, ImmutableArray<Playbook> Answers, string? Gap)
{
    public bool IsAnswered => Gap is null && !Answers.IsEmpty;

    public static ImmutableArray<CoverageRow> Of(PlaybookMatcher matcher) => [.. KnownType.All.Select(t => Of(t, matcher))];

    private static CoverageRow Of(KnownType type, PlaybookMatcher matcher)
    {
        var matches = ExampleFindings.Of(type).Select(f => (Finding: f, Match: matcher.Match(f))).ToList();
        var gap = matches.Select(m => GapOf(m.Finding, m.Match)).FirstOrDefault(r => r is not null);
        return new CoverageRow(type, [.. matches.SelectMany(m => m.Match.Answers).Select(h => h.Playbook).DistinctBy(p => p.Id)], gap);
    }

    /// <summary>A default that names no types is for types that nobody knows: it is no answer to one that is known.</summary>
    private static string? GapOf(Finding finding, PlaybookMatch match) => match switch
    {
        PlaybookMatch.Unmatched { Reason: var reason } => reason,
        PlaybookMatch.Matched { Hits: [{ Playbook.Steps.IsEmpty: true, Trigger.Types.IsEmpty: true } only] } =>
            $"only the default {only.Playbook.Id} answers it on {string.Join(", ", finding.Resources.Select(r => r.Kind))}, role {finding.Role.ToString().ToLowerInvariant()}",
        _ => null,
    };
}
