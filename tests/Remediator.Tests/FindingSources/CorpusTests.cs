using Remediator.Cli.Coverage;
using Remediator.Findings;
using Remediator.FindingSources;
using Xunit.Abstractions;

namespace Remediator.Tests.FindingSources;

/// <summary>What every source owes to real events; without the collection the samples stand in, and the output says so.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const string Configs = "configuration item";
    private const string Requests = "asking a rule's function";
    private const string Nowhere = "no account or no Region";
    private const string NoJson = "is not JSON";
    private const string NoSource = "which no finding source reads";
    private const string NoFinding = "carries no finding";

    /// <summary>The events of Config, Inspector and GuardDuty that are no findings, and why.</summary>
    private static readonly Dictionary<string, string> Rejections = new()
    {
        ["config/001.json"] = "'Config Configuration Item Change'",
        ["config/018.json"] = Nowhere,
        ["config/019.json"] = Nowhere,
        ["config/020.json"] = Nowhere,
        ["config/024.json"] = Nowhere,
        ["config/025.json"] = Nowhere,
        ["config/027.json"] = Nowhere,
        ["config/030.json"] = Nowhere,
        ["config/031.json"] = Configs,
        ["config/032.json"] = Configs,
        ["config/033.json"] = Configs,
        ["config/035.json"] = Configs,
        ["config/036.json"] = Configs,
        ["config/037.json"] = Configs,
        ["config/039.json"] = Configs,
        ["config/040.json"] = Configs,
        ["config/042.json"] = Configs,
        ["config/046.json"] = Configs,
        ["config/050.json"] = Configs,
        ["config/054.json"] = Configs,
        ["config/056.json"] = Requests,
        ["config/057.json"] = Requests,
        ["config/058.json"] = Requests,
        ["config/060.json"] = Requests,
        ["config/063.json"] = Requests,
        ["config/067.json"] = Configs,
        ["config/069.json"] = Configs,
        ["config/079.json"] = Configs,
        ["config/080.json"] = Configs,
        ["config/081.json"] = Configs,
        ["inspector2/010.json"] = "'Inspector2 Scan'",
        ["inspector2/011.json"] = "'Inspector2 Scan'",
        ["malformed/001.json"] = NoSource,
        ["malformed/004.json"] = "holds no findings",
        ["malformed/005.json"] = NoSource,
        ["malformed/006.json"] = NoSource,
        ["malformed/008.json"] = Nowhere,
        ["malformed/009.json"] = Nowhere,
        ["malformed/011.json"] = Nowhere,
        ["malformed/014.json"] = "no type",
        ["malformed/017.json"] = "no type",
        ["malformed/019.json"] = "no type",
        ["malformed/020.json"] = NoJson,
        ["malformed/021.json"] = NoJson,
        ["malformed/022.json"] = NoJson,
        ["malformed/026.json"] = NoJson,
        ["malformed/027.json"] = NoJson,
        ["malformed/034.json"] = NoSource,
    };

    [CorpusFact]
    public void Each_event_of_the_three_services_is_a_finding_or_rejected_for_the_known_reason()
    {
        output.WriteLine(Corpus.Where);
        var rows = Corpus.Rows.Where(r => IsOurs(r) || r.File.StartsWith("malformed/", StringComparison.Ordinal)).ToList();
        foreach (var row in rows)
        {
            var result = FindingReader.Read(Corpus.Text(row.File));
            if (Rejections.TryGetValue(row.File, out var reason))
                Assert.True(result is SourceResult.Rejected rejected && rejected.Reason.Contains(reason, StringComparison.Ordinal), $"{row.File}: {result}");
            else
                Assert.True(result is SourceResult.Parsed { Findings.Count: 1, Skipped.Count: 0 }, $"{row.File}: {result}");
        }

        output.WriteLine($"{rows.Count} events: {rows.Count(r => !Rejections.ContainsKey(r.File))} findings, {rows.Count(r => Rejections.ContainsKey(r.File))} rejected");
        foreach (var group in rows.Where(r => Rejections.ContainsKey(r.File)).GroupBy(r => Rejections[r.File]))
            output.WriteLine($"  {group.Count()} x {group.Key}");
    }

    /// <summary>Why events of the other services may be no findings; any other reason is a fault.</summary>
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["access-analyzer"] = [NoFinding, Nowhere],
        ["acm"] = [NoSource],
        ["cloudtrail"] = ["is no threat in itself", "failed with", "did nothing that is a threat", "no service, operation or event id", NoFinding],
        ["health"] = ["about operations and no threat", Nowhere, NoSource],
        ["macie"] = [NoFinding],
        ["ocsf"] = ["an activity and no finding", Nowhere],
        ["other"] = [NoSource],
        ["securityhub"] = ["neither that it is kept nor that it is broken", NoSource],
        ["trusted-advisor"] = ["reports no threat"],
    };

    /// <summary>How many documents of each service are findings: none of them gets lost unseen.</summary>
    private static readonly Dictionary<string, int> Findings = new()
    {
        ["access-analyzer"] = 3,
        ["acm"] = 0,
        ["cloudtrail"] = 11,
        ["health"] = 0,
        ["macie"] = 3,
        ["ocsf"] = 9,
        ["other"] = 0,
        ["securityhub"] = 101,
        ["trusted-advisor"] = 2,
    };

    [CorpusFact]
    public void Each_event_of_the_other_services_is_a_finding_or_rejected_for_a_known_reason()
    {
        output.WriteLine(Corpus.Where);
        foreach (var service in Corpus.Rows.GroupBy(r => r.File.Split('/')[0]).Where(g => Expected.ContainsKey(g.Key)))
        {
            var read = 0;
            foreach (var row in service)
            {
                var result = FindingReader.Read(Corpus.Text(row.File));
                if (result is SourceResult.Rejected rejected)
                    Assert.True(Expected[service.Key].Any(reason => rejected.Reason.Contains(reason, StringComparison.Ordinal)), $"{row.File}: {rejected.Reason}");
                else
                    read++;
            }

            Assert.True(Findings[service.Key] == read, $"{service.Key}: {read} findings");
        }
    }

    [CorpusFact]
    public void No_call_that_failed_and_no_event_about_operations_is_a_finding() =>
        Assert.All(
            Corpus.Rows.Where(r => r.Ids.Contains("errorCode") || r.File.StartsWith("other/", StringComparison.Ordinal)),
            row => Assert.IsType<SourceResult.Rejected>(FindingReader.Read(Corpus.Text(row.File))));

    [CorpusFact]
    public void No_event_that_wraps_none_is_taken_for_a_finding_of_these() =>
        Assert.All(
            Corpus.Rows.Where(r => !IsOurs(r) && r.File.Split('/')[0] is not ("malformed" or "securityhub" or "ocsf")),
            row => Assert.DoesNotContain(
                FindingReader.Read(Corpus.Text(row.File)) is SourceResult.Parsed parsed ? parsed.Findings.Select(f => f.Source) : [],
                source => source is "guardduty" or "config" or "inspector2"));

    /// <summary>Where the index says what the event does not, or what is none of its resources.</summary>
    private static readonly Dictionary<(string File, string Id), string> NotThere = new()
    {
        [("cloudtrail/015.json", "actorType=User")] = "CloudTrail has no such type: the ARN says that it is an IAMUser",
        [("cloudtrail/099.json", "configurationRecorderName=default")] = "the call takes no recorder, and deletes a delivery channel",
        [("guardduty/110.json", "k8sWorkload=namespacename")] = "a namespace without a workload",
        [("malformed/032.json", "instance=i-c352d71b")] = "the resource type is IAMUser: the instance is not what the finding is about",
    };

    /// <summary>Details of every kind under a resource type that is made up: they are not of that type.</summary>
    private const string OfNoType = "malformed/013.json";

    [CorpusFact]
    public void Every_id_stands_where_it_belongs_letter_for_letter()
    {
        output.WriteLine(Corpus.Where);
        var wrong = ReadEvents().Where(e => e.Event.File != OfNoType).SelectMany(e => ExpectedIds.Wrong(e.Event, e.Findings).Select(id => (e.Event.File, id))).ToList();

        Assert.Equal(NotThere.Keys.OrderBy(k => k.File, StringComparer.Ordinal), wrong.Distinct());
        output.WriteLine($"{ReadEvents().Sum(e => ExpectedIds.Count(e.Event))} ids");
    }

    [CorpusFact]
    public void Every_name_of_the_index_is_looked_for_or_known_to_be_no_id() =>
        Assert.Empty(ExpectedIds.Unknown(EventCollection.Read(Corpus.Folder)));

    [CorpusFact]
    public void An_id_that_differs_in_one_letter_is_not_found()
    {
        foreach (var (recorded, findings) in ReadEvents())
        {
            foreach (var id in recorded.Ids.Where(i => !CountsWhereItIsNot(i.Name, i.Value, recorded.Kind)))
            {
                var other = recorded with { Ids = [(id.Name, id.Value + "x")] };
                Assert.Equal(ExpectedIds.Count(other), ExpectedIds.Wrong(other, findings).Count);
            }
        }
    }

    /// <summary>Right as long as it is not taken for a resource or an address of the finding.</summary>
    private static bool CountsWhereItIsNot(string name, string value, string kind) =>
        (name == "instance" && kind is "AccessKey" or "S3Bucket") || (name == "instanceProfile" && kind != "Instance")
        || (name == "srcIp" && !System.Net.IPAddress.TryParse(value, out _)) || (name == "principal" && value.StartsWith('{'));

    private static List<(CollectedEvent Event, IReadOnlyList<Finding> Findings)> ReadEvents() =>
        [.. EventCollection.Read(Corpus.Folder).Select(e => (e, FindingReader.Read(File.ReadAllBytes(e.Path)))).Where(e => e.Item2 is SourceResult.Parsed).Select(e => (e.e, ((SourceResult.Parsed)e.Item2).Findings))];

    [CorpusFact]
    public void The_instance_in_a_finding_about_a_key_or_a_bucket_is_no_target() =>
        Assert.All(Corpus.Rows.Where(r => r.Kind is "AccessKey" or "S3Bucket" && IsOurs(r) && !Rejections.ContainsKey(r.File)), row =>
            Assert.Empty(Read(row).Resources.Select(r => r.Id).Intersect(row.Ids["instance"])));

    [CorpusFact]
    public void Every_sample_is_told_as_one()
    {
        var samples = Corpus.Rows.Where(r => r.Flags.Contains("sample=true", StringComparison.Ordinal) && IsOurs(r)).ToList();

        Assert.All(samples, row => Assert.True(Read(row).IsSample, row.File));
        output.WriteLine($"{samples.Count} samples; {Corpus.Where}");
    }

    [Fact]
    public void Every_finding_is_whole()
    {
        output.WriteLine(Corpus.Where);
        var texts = Corpus.Rows.Select(r => Corpus.Text(r.File)).Concat(Sample.All.Select(File.ReadAllText)).ToList();

        Assert.All(texts, text => Invariants.Check(FindingReader.Read(text), text));
    }

    private static bool IsOurs(CorpusRow row) => row.File.Split('/')[0] is "guardduty" or "config" or "inspector2";

    private static Finding Read(CorpusRow row) => Sample.One(FindingReader.Read(Corpus.Text(row.File)));
}
