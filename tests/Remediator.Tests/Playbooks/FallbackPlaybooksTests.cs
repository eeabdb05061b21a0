using System.Text.RegularExpressions;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Remediations;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Playbooks;

/// <summary>Findings of types that nobody knows yet end in the shipped default for the kind of their resource.</summary>
public sealed partial class FallbackPlaybooksTests
{
    private const string UnknownType = "TTPs/Published:Tomorrow";

    private static Playbook[] Fallbacks { get; } = [.. Shipped.Playbooks.Where(p => p.Fallback)];

    private static PlaybookMatcher Matcher { get; } = new(Shipped.Playbooks);

    private static IEnumerable<string> KnownKinds => typeof(ResourceKinds).GetFields().Select(f => (string)f.GetValue(null)!);

    public static TheoryData<string> ThreatSources =>
        [.. FindingSourceCatalogue.All.Where(s => s.IsThreat(PlaybookDoubles.Finding(UnknownType))).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(ThreatSources))]
    public void An_unknown_type_ends_in_the_default_for_its_kind_whatever_the_kind(string source)
    {
        foreach (var kind in KnownKinds)
        {
            var hit = Assert.Single(Matcher.Match(PlaybookDoubles.Finding(UnknownType, source, resources: new ResourceRef(kind, "one"))).Answers);

            Assert.True(hit.Playbook.Fallback && hit.Trigger.Resources.Contains(kind), $"{source} on {kind}: {hit.Playbook.Id}");
            Assert.NotEmpty(hit.Playbook.Notify);
        }
    }

    [Fact]
    public void What_names_no_known_kind_ends_in_the_default_for_any() =>
        Assert.Equal("unknown-finding", Assert.Single(Matcher.Match(PlaybookDoubles.Finding(UnknownType, resources: new ResourceRef("GroundStation", "gs-0"))).Answers).Playbook.Id);

    [Fact]
    public void Each_kind_is_of_one_default() =>
        Assert.Empty(Fallbacks.SelectMany(p => p.On[0].Resources).GroupBy(k => k).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void They_are_for_the_same_findings_of_the_same_sources() =>
        Assert.Single(Fallbacks.Select(p => Triggers().Match(File.ReadAllText(Path.Combine(Repository.Playbooks, $"{p.Id}.yaml"))).Value).Distinct());

    [Fact]
    public void People_are_told_steps_that_there_are_and_one_at_least_for_each_kind_that_has_any()
    {
        foreach (var playbook in Fallbacks)
        {
            var named = Hyphenated().Matches(playbook.Because!).Select(m => m.Value).ToList();

            Assert.All(named, step => Assert.NotNull(RemediationCatalogue.Find(step)));
            Assert.All(
                playbook.On[0].Resources.Where(k => RemediationCatalogue.All.Any(r => r.Kinds.Contains(k))),
                kind => Assert.True(named.Exists(step => RemediationCatalogue.Find(step)!.Kinds.Contains(kind)), $"{playbook.Id} names no step for {kind}"));
        }
    }

    [Fact]
    public async Task A_finding_about_several_kinds_is_told_in_one_message()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);

        Assert.Single(await run.DeliverAsync(Shipped.Document("securityhub/unknown-network.json")));

        Assert.Equal([NoticeKind.Reported], run.News);
        Assert.Empty(run.Sandbox.Calls);
    }

    [GeneratedRegex("^on:\n.*?(?=^mode:)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Triggers();

    [GeneratedRegex("[a-z0-9]+(-[a-z0-9]+)+")]
    private static partial Regex Hyphenated();
}
