using Remediator.FindingSources;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Cli.Coverage;

/// <summary>What reading and matching one event came to.</summary>
/// <param name="Matched">Playbooks that answer its findings.</param>
/// <param name="Unmatched">Why findings have no playbook.</param>
/// <param name="Wrong">Ids that were missed, or found where they do not belong.</param>
/// <param name="Reason">Why it was rejected; null when it was read.</param>
public sealed record EventOutcome(CollectedEvent Event, IReadOnlyList<string> Sources, IReadOnlyList<string> Matched, IReadOnlyList<string> Unmatched, IReadOnlyList<string> Wrong, string? Reason, bool IsHarmless)
{
    public bool IsRead => Reason is null;

    public static EventOutcome Of(CollectedEvent recorded, PlaybookMatcher matcher)
    {
        switch (FindingReader.Read(File.ReadAllBytes(recorded.Path)))
        {
            case SourceResult.Parsed parsed:
                var matches = parsed.Findings.Select(matcher.Match).ToList();
                return new(
                    recorded,
                    [.. parsed.Findings.Select(f => f.Source).Distinct(StringComparer.Ordinal)],
                    [.. matches.SelectMany(m => m.Answers).Select(h => h.Playbook.Id).Distinct(StringComparer.Ordinal)],
                    [.. matches.OfType<PlaybookMatch.Unmatched>().Select(m => m.Reason)],
                    ExpectedIds.Wrong(recorded, parsed.Findings),
                    null,
                    false);
            case SourceResult.Rejected rejected:
                return new(recorded, [], [], [], [], rejected.Reason, rejected.IsHarmless);
            case var other:
                throw new InvalidOperationException($"unknown source result {other.GetType().Name}");
        }
    }
}
