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

    /// <summary>Kinds that are one place: what is done about one of them is the answer to the others of the finding.</summary>
    private static readonly string[][] Places =
    [
        [ResourceKinds.EcsCluster, ResourceKinds.EcsTask, ResourceKinds.Container],
        [ResourceKinds.EksCluster, ResourceKinds.KubernetesWorkload, ResourceKinds.Container],
        [ResourceKinds.Container, ResourceKinds.Instance],
        [ResourceKinds.Bucket, ResourceKinds.S3Object],
    ];

    /// <summary>
    /// A fallback, or what only tells, that names no types is for types that nobody knows: it is no answer to one that is known. Where playbooks act, each
    /// affected resource needs one; people who are only told are told of the whole finding.
    /// </summary>
    private static string? GapOf(Finding finding, PlaybookMatch match) => match switch
    {
        PlaybookMatch.Unmatched { Reason: var reason } => reason,
        PlaybookMatch.Matched { Hits: [var only, ..] } when only.Trigger.Types.IsEmpty && (only.Playbook.Fallback || only.Playbook.Steps.IsEmpty) =>
            $"only the default {only.Playbook.Id} answers it on {string.Join(", ", finding.Resources.Select(r => r.Kind))}, role {finding.Role.ToString().ToLowerInvariant()}",
        PlaybookMatch.Matched { Hits: var hits } when hits.Any(h => !h.Playbook.Steps.IsEmpty) && Left(finding, hits) is { Length: > 0 } left =>
            $"nothing answers {string.Join(", ", left)} beside {string.Join(", ", hits.Select(h => h.Playbook.Id))}",
        _ => null,
    };

    private static string[] Left(Finding finding, ImmutableArray<PlaybookHit> hits)
    {
        var taken = hits.SelectMany(h => h.Resources).ToList();
        return [.. finding.Resources
            .Where(r => r.Involvement == Involvement.Affected && !taken.Exists(t => t == r || t.Involvement == Involvement.Actor || Places.Any(p => p.Contains(t.Kind) && p.Contains(r.Kind))))
            .Select(r => r.Kind).Order(StringComparer.Ordinal)];
    }
}
