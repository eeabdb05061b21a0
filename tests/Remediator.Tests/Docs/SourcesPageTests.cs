using Remediator.FindingSources;
using Remediator.FindingSources.CloudTrail;

namespace Remediator.Tests.Docs;

/// <summary>The page of the sources names all of them, and every call that is a threat.</summary>
public sealed class SourcesPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "sources.md"));

    [Fact]
    public void Names_every_source_with_its_lane() =>
        Assert.All(FindingSourceCatalogue.All, s => Assert.Contains(Page, l => l.StartsWith($"| `{s.Name}` | {s.Lane.ToString().ToLowerInvariant()} |", StringComparison.Ordinal)));

    [Fact]
    public void Lists_every_call_that_is_a_threat_and_no_other() =>
        Assert.Equal(
            ThreatCatalogue.All.OrderBy(t => t.Type, StringComparer.Ordinal).Select(t => $"| `{t.Type}` | {t.Severity.ToString().ToLowerInvariant()} | {t.Summary} |"),
            Page.SkipWhile(l => l != "| Type | Severity | |").Skip(2).TakeWhile(l => l.StartsWith('|')));
}
