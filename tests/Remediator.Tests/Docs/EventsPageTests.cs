using Remediator.Cli.Coverage;
using Remediator.Playbooks;
using Remediator.Tests.FindingSources;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Docs;

/// <summary>The page of what was measured is what the command writes: remediator coverage events --corpus DIR > docs/coverage-events.md.</summary>
public sealed class EventsPageTests
{
    [CorpusFact]
    public void Is_as_the_command_writes_it()
    {
        var matcher = new PlaybookMatcher(Shipped.Playbooks);

        var written = CoverageTable.Write([.. EventCollection.Read(Corpus.Folder).Select(e => EventOutcome.Of(e, matcher))], Shipped.Playbooks.Length);

        Assert.Equal(written, File.ReadAllText(Path.Combine(Repository.Root, "docs", "coverage-events.md")));
    }
}
