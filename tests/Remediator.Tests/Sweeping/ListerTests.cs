using System.Text.Json.Nodes;
using Amazon.ConfigService;
using Amazon.GuardDuty;
using Amazon.Inspector2;
using Amazon.Runtime;
using Amazon.SecurityHub;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Sweeping;
using Remediator.Sweeping.Listers;

namespace Remediator.Tests.Sweeping;

/// <summary>Real clients against answers in the services' own JSON.</summary>
public sealed class ListerTests
{
    private static readonly SweepWindow Window = new(new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero), new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero), "111122223333", "eu-west-1");

    [Fact]
    public async Task GuardDuty_s_findings_come_as_the_event_would_have()
    {
        var sample = JsonNode.Parse(Sample("guardduty/c2-activity.json"))!["detail"]!.ToJsonString();
        using var server = Answering(
            """{"detectorIds":["d1"]}""", """{"findingIds":["f1"],"nextToken":"t"}""", $$"""{"findings":[{{sample}}]}""", """{"findingIds":[],"nextToken":""}""");
        using var aws = Session(server);

        var finding = Finding(Assert.Single(await ListAsync(new GuardDutyLister(aws.Client<IAmazonGuardDuty>()))));

        var fromEvent = ((SourceResult.Parsed)FindingReader.Read(Sample("guardduty/c2-activity.json"))).Findings[0];
        Assert.Equal((fromEvent.Id, fromEvent.Type, fromEvent.Account, fromEvent.Resources.Count), (finding.Id, finding.Type, finding.Account, finding.Resources.Count));
        var criteria = JsonNode.Parse(server.Requests.ElementAt(1).Body)!["findingCriteria"]!["criterion"]!;
        Assert.Equal((1772330400000, 1772334000000), ((long)criteria["updatedAt"]!["greaterThanOrEqual"]!, (long)criteria["updatedAt"]!["lessThan"]!));
        Assert.Equal("false", (string?)criteria["service.archived"]!["equals"]![0]);
        Assert.Equal("t", (string?)JsonNode.Parse(server.Requests.ElementAt(3).Body)!["nextToken"]);
    }

    [Fact]
    public async Task Config_s_results_have_the_identity_of_their_event()
    {
        const string Arn = "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-abc123";
        using var server = Answering(
            $$"""{"ConfigRules":[{"ConfigRuleName":"s3-public","ConfigRuleArn":"{{Arn}}"},{"ConfigRuleName":"other","ConfigRuleArn":"x"}]}""",
            """
            {"EvaluationResults":[
              {"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ConfigRuleName":"s3-public","ResourceType":"AWS::S3::Bucket","ResourceId":"b1"},"OrderingTimestamp":1772331000.5},"ComplianceType":"NON_COMPLIANT","ResultRecordedTime":1772332200.25,"ConfigRuleInvokedTime":1772332199.1},
              {"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ConfigRuleName":"s3-public","ResourceType":"AWS::S3::Bucket","ResourceId":"old"},"OrderingTimestamp":1772000000},"ComplianceType":"NON_COMPLIANT","ResultRecordedTime":1772000000}
            ]}
            """);
        using var aws = Session(server);

        var finding = Finding(Assert.Single(await ListAsync(new ConfigLister(aws.Client<IAmazonConfigService>(), rule => rule.StartsWith("s3-", System.StringComparison.Ordinal)))));

        Assert.Equal(($"{Arn}/AWS::S3::Bucket/b1", "s3-public", Remediator.Findings.FindingStatus.Active), (finding.Id, finding.Type, finding.Status));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1772332200250), finding.UpdatedAt);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Inspector_s_active_findings_are_paged_through()
    {
        var sample = JsonNode.Parse(Directory.GetFiles(Path.Combine(Repository.Samples, "inspector2"), "*.json").Select(File.ReadAllText).First())!["detail"]!;
        using var server = Answering($$"""{"findings":[{{sample.ToJsonString()}}],"nextToken":"t"}""", """{"findings":[]}""");
        using var aws = Session(server);

        var finding = Finding(Assert.Single(await ListAsync(new Inspector2Lister(aws.Client<IAmazonInspector2>()))));

        Assert.Equal((string?)sample["findingArn"], finding.Id);
        var filter = JsonNode.Parse(server.Requests.First().Body)!["filterCriteria"]!;
        Assert.Equal(("ACTIVE", 1772330400), ((string?)filter["findingStatus"]![0]!["value"], (long)(double)filter["updatedAt"]![0]!["startInclusive"]!));
    }

    [Fact]
    public async Task Security_Hub_s_findings_come_one_to_an_event()
    {
        using var server = Answering("""{"Findings":[{"Id":"f1","SchemaVersion":"2018-10-08"},{"Id":"f2"}],"NextToken":"t"}""", """{"Findings":[]}""");
        using var aws = Session(server);

        var events = await ListAsync(new SecurityHubLister(aws.Client<IAmazonSecurityHub>()));

        Assert.Equal(["f1", "f2"], events.Select(e => (string?)Assert.Single(JsonNode.Parse(e)!["detail"]!["findings"]!.AsArray())!["Id"]));
        Assert.All(events, e => Assert.Equal("aws.securityhub", (string?)JsonNode.Parse(e)!["source"]));
        var filters = JsonNode.Parse(server.Requests.First().Body)!["Filters"]!;
        Assert.Equal(("2026-03-01T00:00:00.000Z", "ACTIVE", 2), ((string?)filters["UpdatedAt"]![0]!["Start"], (string?)filters["RecordState"]![0]!["Value"], filters["WorkflowStatus"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("securityhub/c2-activity.json", "guardduty")]
    [InlineData("securityhub/public-bucket-control.json", "securityhub")]
    public async Task What_Security_Hub_lists_is_read_as_its_event_would_have_been(string sample, string source)
    {
        var asff = JsonNode.Parse(Sample(sample))!["detail"]!["findings"]![0]!.ToJsonString();
        using var server = Answering($$"""{"Findings":[{{asff}}]}""");
        using var aws = Session(server);

        var finding = Finding(Assert.Single(await ListAsync(new SecurityHubLister(aws.Client<IAmazonSecurityHub>()))));

        var fromEvent = ((SourceResult.Parsed)FindingReader.Read(Sample(sample))).Findings[0];
        Assert.Equal((source, fromEvent.Id, fromEvent.Type), (finding.Source, finding.Id, finding.Type));
        Assert.Equal(fromEvent.Resources.Select(r => (r.Kind, r.Id)), finding.Resources.Select(r => (r.Kind, r.Id)));
    }

    private static LoopbackServer Answering(params string[] bodies) => LoopbackServer.Answering([.. bodies.Select(b => new HttpReply(200, b, "Content-Type: application/json"))]);

    private static AwsSession Session(LoopbackServer server) =>
        new(new BasicAWSCredentials("AKIATEST", "test"), "111122223333", "eu-west-1", "aws", new AwsEndpoint(server.Url) { MaxRetries = 0 });

    private static async Task<List<string>> ListAsync(IFindingLister lister)
    {
        var all = new List<string>();
        await foreach (var document in lister.ListAsync(Window, default))
        {
            all.Add(document);
        }

        return all;
    }

    private static Finding Finding(string document) => Assert.Single(Assert.IsType<SourceResult.Parsed>(FindingReader.Read(document)).Findings);

    private static string Sample(string name) => File.ReadAllText(Path.Combine(Repository.Samples, name));
}
