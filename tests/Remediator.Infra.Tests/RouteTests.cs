using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.FindingSources;
using Remediator.Infra.Tests.Support;
using Xunit.Abstractions;

namespace Remediator.Infra.Tests;

/// <summary>Every source's rules against real events: what is a finding is delivered once, and what is delivered never ends in the dead-letter queue.</summary>
public class RouteTests(ITestOutputHelper output)
{
    private static readonly (FindingSource Source, EventRoute Route, JsonObject Pattern)[] Rules =
        [.. FindingSourceCatalogue.All.SelectMany(s => s.Routes.Select(r => (s, r, FindingPattern.Of(r, []))))];

    /// <summary>Events that are faulty themselves, or that a person has sent in vain: somebody should look at those.</summary>
    private static readonly string[] Faults = ["holds no findings", "results of a Security Hub insight", "no account or no Region", "names no access key"];

    [Fact]
    public void Every_event_that_is_a_finding_comes_by_exactly_one_rule()
    {
        var findings = RecordedEvents.All.Where(e => Read(e) is SourceResult.Parsed).ToList();

        Assert.All(findings, e => Assert.True(Deliver(e).Count() == 1, $"{e.File}: {string.Join(", ", Deliver(e).Select(r => $"{r.Source.Name}-{r.Route.Name}"))}"));
        output.WriteLine($"{findings.Count} of {RecordedEvents.All.Count} events are findings");
    }

    [Fact]
    public void No_rule_delivers_what_its_source_can_not_read() =>
        Assert.All(RecordedEvents.All.Where(e => Deliver(e).Any()), e => Assert.True(
            Read(e) is SourceResult.Parsed || (Read(e) is SourceResult.Rejected rejected && (rejected.IsHarmless || Faults.Any(f => rejected.Reason.Contains(f, StringComparison.Ordinal)))),
            $"{e.File}: {Read(e)}"));

    [Theory]
    [InlineData("guardduty", "c2-activity", Lane.Urgent)]
    [InlineData("guardduty", "object-scan", Lane.Urgent)]
    [InlineData("securityhub", "c2-activity", Lane.Urgent)]
    [InlineData("securityhub", "c2-activity-v2", Lane.Urgent)]
    [InlineData("securityhub", "public-bucket-control", Lane.Posture)]
    [InlineData("cloudtrail", "root-sign-in", Lane.Urgent)]
    [InlineData("macie", "sensitive-object", Lane.Posture)]
    public void A_threat_is_urgent_whatever_way_it_comes(string source, string sample, Lane lane)
    {
        var recorded = RecordedEvents.All.Single(e => e.File.EndsWith(Path.Combine("samples", source, sample + ".json"), StringComparison.Ordinal));

        Assert.Equal([lane], Deliver(recorded).Select(r => r.Route.Lane));
    }

    [Fact]
    public void A_failed_call_is_not_even_delivered()
    {
        var call = RecordedEvents.All.Single(e => e.File.EndsWith(Path.Combine("cloudtrail", "stop-logging.json"), StringComparison.Ordinal));
        var failed = call.Whole.DeepClone().AsObject();
        failed["detail"]!["errorCode"] = "AccessDenied";

        Assert.Single(Deliver(call));
        Assert.DoesNotContain(Rules, r => EventBridge.Matches(r.Pattern, failed));
    }

    [NodeFact]
    public void The_stack_has_a_rule_for_every_route_of_every_source()
    {
        var patterns = Synthesized.EverySource.Of("AWS::Events::Rule").Select(r => r["EventPattern"]).OfType<JsonNode>().ToList();

        Assert.All(Rules, r => Assert.Single(patterns, p => JsonNode.DeepEquals(p, r.Pattern)));
        Assert.Equal(Rules.Length, patterns.Count);
    }

    private static IEnumerable<(FindingSource Source, EventRoute Route, JsonObject Pattern)> Deliver(RecordedEvent recorded) => Rules.Where(r => EventBridge.Matches(r.Pattern, recorded.Whole));

    private static SourceResult Read(RecordedEvent recorded) => FindingReader.Read(JsonSerializer.SerializeToElement(recorded.Whole));
}
