using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>Runs the tests that playbooks carry: each finding goes through its source and the matcher over the whole set.</summary>
/// <param name="playbooks">All playbooks of a deployment, so that a test also notices when another one answers first.</param>
/// <param name="remediations">Null for those of this build.</param>
/// <param name="readFinding">Makes findings of a document; null for <see cref="FindingReader"/>.</param>
public sealed class PlaybookTestRunner(
    ImmutableArray<LoadedPlaybook> playbooks,
    IReadOnlyList<Remediation>? remediations = null,
    Func<string, SourceResult>? readFinding = null)
{
    private readonly PlaybookMatcher _matcher = new(playbooks.Select(p => p.Playbook), remediations);
    private readonly IReadOnlyList<Remediation> _remediations = remediations ?? RemediationCatalogue.All;
    private readonly Func<string, SourceResult> _readFinding = readFinding ?? FindingReader.Read;

    /// <param name="read">Reads a finding's file; null for the file system.</param>
    public ImmutableArray<PlaybookTestResult> Run(Func<string, string>? read = null) =>
    [
        .. playbooks.SelectMany(p => p.Tests.Select(t =>
            new PlaybookTestResult(p.File, t.Line, p.Playbook.Id, t.Finding, Problem(p, t, read ?? File.ReadAllText)))),
    ];

    private string? Problem(LoadedPlaybook playbook, PlaybookTest test, Func<string, string> read)
    {
        var file = Path.Combine(Path.GetDirectoryName(playbook.File) ?? "", test.Finding);
        try
        {
            return Problem(test, _readFinding(read(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{test.Finding} can't be read: {e.Message}";
        }
    }

    private string? Problem(PlaybookTest test, SourceResult result) => result switch
    {
        SourceResult.Rejected rejected when test.Outcome != ExpectedOutcome.Rejected => $"expected {Word(test.Outcome)}, but the finding is rejected: {rejected.Reason}",
        SourceResult.Rejected => null,
        SourceResult.Parsed when test.Outcome == ExpectedOutcome.Rejected => "expected rejected, but it is read as a finding",
        SourceResult.Parsed parsed => parsed.Findings.Select(f => Problem(test, f)).FirstOrDefault(p => p is not null),
        _ => throw new InvalidOperationException($"unknown result {result.GetType().Name}"),
    };

    private string? Problem(PlaybookTest test, Finding finding)
    {
        var match = _matcher.Match(finding);
        var answering = string.Join(" and ", match.Answers.Select(h => h.Playbook.Id));
        if (test.Outcome == ExpectedOutcome.Unmatched)
            return match.Answers.IsEmpty ? null : $"expected unmatched, but {answering} answers";
        if (match is PlaybookMatch.Unmatched { Reason: var reason })
            return $"expected {test.Playbook} to answer: {reason}";
        if (match.Answers.FirstOrDefault(h => h.Playbook.Id == test.Playbook) is not { } hit)
            return $"expected {test.Playbook} to answer, but {answering} does";
        return Difference(test, hit);
    }

    private string? Difference(PlaybookTest test, PlaybookHit matched)
    {
        var steps = matched.Playbook.Steps.Select(s => s.Remediation).Where(s => matched.Resources.Any(r => Takes(s, r))).ToArray();
        if (test.Steps is { } wanted && !wanted.SequenceEqual(steps, StringComparer.Ordinal))
            return $"expected the steps {Listed(wanted)}, but they are {Listed(steps)}";
        var resources = matched.Resources.Select(r => r.Id).Order(StringComparer.Ordinal).ToArray();
        if (test.Resources is { } ids && !ids.Order(StringComparer.Ordinal).SequenceEqual(resources, StringComparer.Ordinal))
            return $"expected the resources {Listed(ids)}, but they are {Listed(resources)}";
        return test.Mode is { } mode && mode != matched.Playbook.Mode ? $"expected the mode {Word(mode)}, but it is {Word(matched.Playbook.Mode)}" : null;
    }

    private bool Takes(string step, ResourceRef resource) =>
        _remediations.FirstOrDefault(r => r.Name == step)?.Kinds.Contains(resource.Kind, StringComparer.Ordinal) == true;

    private static string Listed(IEnumerable<string> words) => $"[{string.Join(", ", words)}]";

    private static string Word<T>(T value) => $"{value}".ToLowerInvariant();
}

/// <summary>One test of one playbook.</summary>
/// <param name="Problem">What is not as expected, in a sentence; null when the test passed.</param>
public sealed record PlaybookTestResult(string File, int Line, string Playbook, string Finding, string? Problem)
{
    public bool Passed => Problem is null;
}
