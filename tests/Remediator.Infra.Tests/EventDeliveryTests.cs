using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Remediator.FindingSources;
using Remediator.Infra.Tests.Support;

namespace Remediator.Infra.Tests;

/// <summary>Puts the synthesized rules into moto's EventBridge, sends it real events, and looks at what arrives in the queues.</summary>
public class EventDeliveryTests
{
    [MotoFact]
    public async Task Each_rule_delivers_the_findings_it_is_for_and_nothing_else()
    {
        var arrived = await DeliverAsync(Synthesized.Full);

        // Urgent rules are wide: whatever GuardDuty calls a finding. Posture rules let through what a playbook names.
        Check("aws.guardduty", arrived, e => e.DetailType == "GuardDuty Finding" || e.File.EndsWith("object-scan.json", StringComparison.Ordinal));
        Check("aws.config", arrived, e => Types(e).Any(t => Regex.IsMatch(t, "^s3-bucket-public-.*$|^.*s3-account-level-public-access-blocks.*$")));
        Check("aws.inspector2", arrived, e => Types(e).Contains("PACKAGE_VULNERABILITY"));
    }

    [MotoFact]
    public async Task Urgent_rules_are_narrowed_only_when_asked_for()
    {
        var arrived = await DeliverAsync(Synthesized.Otherwise);

        Check("aws.guardduty", arrived, e => e.File.EndsWith("object-scan.json", StringComparison.Ordinal) || Types(e).Any(t => Regex.IsMatch(t, "^(Backdoor:EC2|CryptoCurrency:EC2|UnauthorizedAccess:IAMUser)/")));
    }

    private static void Check(string source, Dictionary<string, IReadOnlySet<string>> arrived, Func<RecordedEvent, bool> isFor)
    {
        var expected = RecordedEvents.All.Where(e => e.Source == source && isFor(e)).Select(e => e.File).ToHashSet();

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(StringComparer.Ordinal), arrived[source].Order(StringComparer.Ordinal));
    }

    /// <summary>The types of the findings that the engine reads in the event; none when it rejects it.</summary>
    private static IEnumerable<string> Types(RecordedEvent recorded)
    {
        var document = JsonSerializer.SerializeToElement(recorded.Whole);
        return FindingSourceCatalogue.All
            .Where(s => s.Recognizes(document))
            .Select(s => s.Read(document))
            .OfType<SourceResult.Parsed>()
            .SelectMany(p => p.Findings)
            .Select(f => f.Type);
    }

    private static async Task<Dictionary<string, IReadOnlySet<string>>> DeliverAsync(StackTemplate template)
    {
        await using var moto = await MotoAccount.StartAsync();
        var queues = new List<(string Source, string Queue)>();
        foreach (var pattern in template.Of("AWS::Events::Rule").Where(r => r["EventPattern"] is not null).Select(r => r["EventPattern"]!))
            queues.Add(((string)pattern["source"]![0]!, await AddRuleAsync(moto, pattern, queues.Count)));
        foreach (var some in RecordedEvents.All.Chunk(10))
            await moto.CallAsync("events", "AWSEvents.PutEvents", new JsonObject { ["Entries"] = new JsonArray([.. some.Select(Entry)]) });

        var arrived = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var (source, queue) in queues)
            arrived[source] = (await ReceiveAsync(moto, queue)).Concat(arrived.GetValueOrDefault(source) ?? new HashSet<string>()).ToHashSet();
        return arrived;
    }

    private static async Task<string> AddRuleAsync(MotoAccount moto, JsonNode pattern, int number)
    {
        var queue = (string)(await moto.CallAsync("sqs", "AmazonSQS.CreateQueue", new JsonObject { ["QueueName"] = $"lane{number}" }))["QueueUrl"]!;
        await moto.CallAsync("events", "AWSEvents.PutRule", new JsonObject { ["Name"] = $"rule{number}", ["EventPattern"] = pattern.ToJsonString() });
        await moto.CallAsync("events", "AWSEvents.PutTargets", new JsonObject
        {
            ["Rule"] = $"rule{number}",
            ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "queue", ["Arn"] = $"arn:aws:sqs:eu-west-1:123456789012:lane{number}" }),
        });
        return queue;
    }

    /// <summary>The file's name travels in a field that no pattern looks at.</summary>
    private static JsonNode Entry(RecordedEvent recorded) => new JsonObject
    {
        ["Source"] = recorded.Source,
        ["DetailType"] = recorded.DetailType,
        ["Detail"] = recorded.Detail.ToJsonString(),
        ["Resources"] = new JsonArray(recorded.File),
    };

    private static async Task<IReadOnlySet<string>> ReceiveAsync(MotoAccount moto, string queue)
    {
        var files = new HashSet<string>();
        while (true)
        {
            var answer = await moto.CallAsync("sqs", "AmazonSQS.ReceiveMessage", new JsonObject { ["QueueUrl"] = queue, ["MaxNumberOfMessages"] = 10 });
            if (answer["Messages"] is not JsonArray { Count: > 0 } messages)
                return files;
            files.UnionWith(messages.Select(m => (string)JsonNode.Parse((string)m!["Body"]!)!["resources"]![0]!));
        }
    }
}
