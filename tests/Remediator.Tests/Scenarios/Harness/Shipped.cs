using System.Collections.Immutable;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Playbooks;

namespace Remediator.Tests.Scenarios.Harness;

/// <summary>The playbooks and samples of the repository, loaded once.</summary>
internal static class Shipped
{
    public static ImmutableArray<Playbook> Playbooks { get; } = [.. ((PlaybookLoadResult.Loaded)new PlaybookLoader().LoadFolder(Repository.Playbooks)).Playbooks];

    public static byte[] Document(string sample) => File.ReadAllBytes(Path.Combine(Repository.Playbooks, "samples", sample));

    public static Finding Finding(string sample) => Assert.Single(Assert.IsType<SourceResult.Parsed>(FindingReader.Read(Document(sample))).Findings);
}
