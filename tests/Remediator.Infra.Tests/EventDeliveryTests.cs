using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Infra.Tests.Support;
using Remediator.Playbooks;

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

    /// <summary>moto judges each rule of the deployed stack on every recorded event: what is not for it stays out, what a playbook answers comes in.</summary>
    /// <remarks>Patterns that look into lists of objects, which moto does not, are left to our own reading, see the next test.</remarks>
    [MotoFact]
    public async Task Each_rule_of_the_shipped_playbooks_delivers_events_of_its_own_and_no_finding_of_theirs_is_lost()
    {
        var rules = await DeliveredByShipped.Value;

        Assert.Empty(rules.Where(r => r.Files.Count == 0 && !IsBeyondMoto(r.Pattern)).Select(r => $"nothing came by {r.Pattern.ToJsonString()}"));
        Assert.Empty(rules.SelectMany(r => r.Files.Where(f => !IsFor(r.Pattern, Recorded(f))).Select(f => $"{f} came by {r.Pattern.ToJsonString()}")));

        var arrived = rules.SelectMany(r => r.Files).ToHashSet(StringComparer.Ordinal);
        var matcher = new PlaybookMatcher(SomePlaybooks.Shipped);
        var answered = RecordedEvents.All.Where(e => Findings(e).Any(f => matcher.Match(f) is PlaybookMatch.Matched)).ToList();
        Assert.NotEmpty(answered);
        Assert.Empty(answered.Where(e => !arrived.Contains(e.File) && !rules.Any(r => IsBeyondMoto(r.Pattern) && EventBridge.Matches(r.Pattern, e.Whole))).Select(e => e.File));
    }

    /// <summary>Fails as soon as moto looks into lists of objects: then no rule need be left to our own reading of EventBridge.</summary>
    [MotoFact]
    public async Task What_moto_leaves_out_is_judged_by_our_own_reading()
    {
        var beyond = (await DeliveredByShipped.Value).Where(r => IsBeyondMoto(r.Pattern)).ToList();

        Assert.NotEmpty(beyond);
        Assert.All(beyond, r => Assert.Empty(r.Files));
        Assert.Empty(beyond.SelectMany(r => RecordedEvents.All.Where(e => EventBridge.Matches(r.Pattern, e.Whole) && !IsFor(r.Pattern, e)).Select(e => $"{e.File} comes by {r.Pattern.ToJsonString()}")));
    }

    private static readonly Lazy<Task<IReadOnlyList<(JsonNode Pattern, IReadOnlySet<string> Files)>>> DeliveredByShipped = new(() => DeliverByRuleAsync(Synthesized.Shipped));

    private static RecordedEvent Recorded(string file) => RecordedEvents.All.Single(e => e.File == file);

    /// <summary>Security Hub sends findings as a list, an alarm has a list of metrics, and the patterns look into the entries.</summary>
    private static bool IsBeyondMoto(JsonNode pattern) => RecordedEvents.All.Any(e => EventBridge.Matches(pattern, e.Whole) && LooksIntoList(pattern, e.Whole));

    private static bool LooksIntoList(JsonNode? pattern, JsonNode? value) =>
        pattern is JsonObject fields && (value is JsonArray || fields.Any(f => LooksIntoList(f.Value, (value as JsonObject)?[f.Key])));

    /// <summary>An event of the rule's source and detail type; where the rule is narrowed to types, one that the engine reads as a finding of a type that a trigger names.</summary>
    private static bool IsFor(JsonNode pattern, RecordedEvent recorded)
    {
        var isOfSource = Has(pattern["source"]!, recorded.Source) && Has(pattern["detail-type"]!, recorded.DetailType);
        var route = FindingSourceCatalogue.All.SelectMany(s => s.Routes).First(r => r.EventSources.Any(e => Has(pattern["source"]!, e)) && r.DetailTypes.Any(t => Has(pattern["detail-type"]!, t)));
        var isNarrowed = route.TypeField is { } field && pattern["detail"]?[field] is not null;
        var types = SomePlaybooks.Shipped.SelectMany(p => p.On).SelectMany(t => t.Types).ToList();
        var findings = Findings(recorded).ToList();
        return isOfSource && (!isNarrowed || findings.Count == 0 || findings.Any(f => types.Any(t => Regex.IsMatch(f.Type, $"^{Regex.Escape(t).Replace(@"\*", ".*", StringComparison.Ordinal)}$"))));

        static bool Has(JsonNode list, string text) => list.AsArray().Any(v => (string?)v == text);
    }

    private static void Check(string source, Dictionary<string, IReadOnlySet<string>> arrived, Func<RecordedEvent, bool> isFor)
    {
        var expected = RecordedEvents.All.Where(e => e.Source == source && isFor(e)).Select(e => e.File).ToHashSet();

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(StringComparer.Ordinal), arrived[source].Order(StringComparer.Ordinal));
    }

    /// <summary>The types of the findings that the engine reads in the event; none when it rejects it.</summary>
    private static IEnumerable<string> Types(RecordedEvent recorded) => Findings(recorded).Select(f => f.Type);

    private static IEnumerable<Finding> Findings(RecordedEvent recorded)
    {
        var document = JsonSerializer.SerializeToElement(recorded.Whole);
        return FindingSourceCatalogue.All
            .Where(s => s.Recognizes(document))
            .Select(s => s.Read(document))
            .OfType<SourceResult.Parsed>()
            .SelectMany(p => p.Findings);
    }

    private static async Task<Dictionary<string, IReadOnlySet<string>>> DeliverAsync(StackTemplate template)
    {
        var arrived = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var (pattern, files) in await DeliverByRuleAsync(template))
        {
            var source = (string)pattern["source"]![0]!;
            arrived[source] = files.Concat(arrived.GetValueOrDefault(source) ?? new HashSet<string>()).ToHashSet();
        }

        return arrived;
    }

    private static async Task<IReadOnlyList<(JsonNode Pattern, IReadOnlySet<string> Files)>> DeliverByRuleAsync(StackTemplate template)
    {
        await using var moto = await MotoAccount.StartAsync();
        var queues = new List<(JsonNode Pattern, string Queue)>();
        foreach (var pattern in template.Of("AWS::Events::Rule").Where(r => r["EventPattern"] is not null).Select(r => r["EventPattern"]!))
            queues.Add((pattern, await AddRuleAsync(moto, pattern, queues.Count)));
        foreach (var some in RecordedEvents.All.Chunk(10))
            await moto.CallAsync("events", "AWSEvents.PutEvents", new JsonObject { ["Entries"] = new JsonArray([.. some.Select(Entry)]) });

        var arrived = new List<(JsonNode, IReadOnlySet<string>)>();
        foreach (var (pattern, queue) in queues)
            arrived.Add((pattern, await ReceiveAsync(moto, queue)));
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
