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
        ["cloudtrail"] = 9,
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
    public void Every_resource_that_Security_Hub_lists_is_found_or_left_out_as_GuardDuty_itself_would()
    {
        foreach (var row in Corpus.Rows.Where(r => r.Service is "securityhub" or "ocsf"))
        {
            if (FindingReader.Read(Corpus.Text(row.File)) is not SourceResult.Parsed parsed)
                continue;
            var resources = parsed.Findings.SelectMany(f => f.Resources).ToList();
            var hosts = resources.Select(r => r.Detail(ResourceDetails.HostInstanceId)).OfType<string>().ToList();
            foreach (var id in row.Ids.Where(g => IsResource(g.Key)).SelectMany(g => g))
                Assert.True(resources.Any(r => r.Arn == id || id.EndsWith(r.Id, StringComparison.Ordinal)) || hosts.Any(id.EndsWith) || resources.Any(r => r.Kind == ResourceKinds.Queue && id.StartsWith("https://sqs.", StringComparison.Ordinal)), $"{row.File}: {id} is not in {string.Join(" | ", resources)}");
        }
    }

    [CorpusFact]
    public void Every_caller_that_CloudTrail_names_is_found() =>
        Assert.All(Corpus.Rows.Where(r => r.Service == "cloudtrail"), row =>
        {
            if (FindingReader.Read(Corpus.Text(row.File)) is not SourceResult.Parsed { Findings: [var finding] })
                return;
            Assert.All(row.Ids["actorKey"], key => Assert.Contains(finding.Resources, r => r.Id == key || r.Detail(ResourceDetails.AccessKeyId) == key));
            Assert.All(row.Ids["actorArn"], arn => Assert.StartsWith(arn, finding.Actor!.Principal, StringComparison.Ordinal));
            Assert.All(row.Ids["bucketName"].Concat(row.Ids["imageId"]), id => Assert.Contains(finding.Resources, r => r.Id == id));
        });

    [CorpusFact]
    public void Keys_buckets_and_objects_of_the_rest_are_found() =>
        Assert.All(Corpus.Rows.Where(r => r.Service is "macie" or "trusted-advisor" or "access-analyzer"), row =>
        {
            if (FindingReader.Read(Corpus.Text(row.File)) is not SourceResult.Parsed { Findings: [var finding] })
                return;
            Assert.All(row.Ids["bucket"].Concat(row.Ids["object"]).Concat(row.Ids["Access Key ID"]), id => Assert.Contains(finding.Resources, r => r.Id == id));
            Assert.All(row.Ids["resource"], arn => Assert.Contains(finding.Resources, r => r.Arn == arn));
            Assert.All(row.Ids["actor"], arn => Assert.Equal(arn, finding.Actor!.Principal));
        });

    [CorpusFact]
    public void No_event_that_wraps_none_is_taken_for_a_finding_of_these() =>
        Assert.All(
            Corpus.Rows.Where(r => !IsOurs(r) && r.File.Split('/')[0] is not ("malformed" or "securityhub" or "ocsf")),
            row => Assert.DoesNotContain(
                FindingReader.Read(Corpus.Text(row.File)) is SourceResult.Parsed parsed ? parsed.Findings.Select(f => f.Source) : [],
                source => source is "guardduty" or "config" or "inspector2"));

    [CorpusFact]
    public void Every_id_that_a_responder_needs_is_found()
    {
        output.WriteLine(Corpus.Where);
        var missing = Corpus.Rows.Where(r => IsOurs(r) && !Rejections.ContainsKey(r.File)).SelectMany(Missing).ToList();

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

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

    /// <summary>Names of resource types; the index has other facts beside them.</summary>
    private static bool IsResource(string name) => name.StartsWith("Aws", StringComparison.Ordinal) || (name.StartsWith("AWS::", StringComparison.Ordinal) && name != "AWS::Lambda::Function") || name == "Other";

    private static bool IsOurs(CorpusRow row) => row.File.Split('/')[0] is "guardduty" or "config" or "inspector2";

    private static Finding Read(CorpusRow row) => Sample.One(FindingReader.Read(Corpus.Text(row.File)));

    private static IEnumerable<string> Missing(CorpusRow row)
    {
        var finding = Read(row);
        foreach (var name in row.Ids.Select(g => g.Key).Where(name => Finders.ContainsKey(name)))
        {
            if (!Finders[name](row, finding))
                yield return $"{row.File}: {name}={string.Join(',', row.Ids[name])} is not in {string.Join(" | ", finding.Resources)} {finding.Actor}";
        }
    }

    private static readonly Dictionary<string, Func<CorpusRow, Finding, bool>> Finders = new()
    {
        ["instance"] = (row, finding) => row.Kind switch
        {
            "Instance" => HasAll(row, "instance", finding, ResourceKinds.Instance),
            "AccessKey" or "S3Bucket" => true, // see the wrong-target test
            _ => finding.Resources.Any(r => row.Ids["instance"].Contains(r.Detail(ResourceDetails.HostInstanceId))),
        },
        ["instanceProfile"] = (row, finding) => row.Kind != "Instance" || HasDetail(row, "instanceProfile", finding, ResourceDetails.InstanceProfileArn),
        ["accessKey"] = (row, finding) => HasAll(row, "accessKey", finding, ResourceKinds.AccessKey),
        ["user"] = (row, finding) => HasDetail(row, "user", finding, ResourceDetails.UserName),
        ["userType"] = (row, finding) => HasDetail(row, "userType", finding, ResourceDetails.UserType),
        ["principal"] = (row, finding) => HasDetail(row, "principal", finding, ResourceDetails.PrincipalId),
        ["bucket"] = (row, finding) => HasAll(row, "bucket", finding, ResourceKinds.Bucket),
        ["eksCluster"] = (row, finding) => HasAll(row, "eksCluster", finding, ResourceKinds.EksCluster),
        ["ecsCluster"] = (row, finding) => HasAll(row, "ecsCluster", finding, ResourceKinds.EcsCluster),
        ["ecsTask"] = (row, finding) => HasAll(row, "ecsTask", finding, ResourceKinds.EcsTask),
        ["container"] = (row, finding) => HasAll(row, "container", finding, ResourceKinds.Container),
        ["rdsInstance"] = (row, finding) => HasAll(row, "rdsInstance", finding, ResourceKinds.DbInstance),
        ["rdsCluster"] = (row, finding) => HasAll(row, "rdsCluster", finding, ResourceKinds.DbCluster),
        ["rdsUser"] = (row, finding) => HasDetail(row, "rdsUser", finding, ResourceDetails.DatabaseUser),
        ["lambda"] = (row, finding) => HasAll(row, "lambda", finding, ResourceKinds.Function),
        ["volume"] = (row, finding) => row.Ids["volume"].All(arn => finding.Resources.Any(r => r.Kind == ResourceKinds.Volume && r.Arn == arn)),
        ["k8sUser"] = (row, finding) => row.Ids["k8sUser"].Contains(finding.Actor?.Principal),
        ["seqActor"] = (row, finding) => row.Ids["seqActor"].Contains(finding.Actor?.Principal),
        ["remoteIp"] = (row, finding) => row.Ids["remoteIp"].Contains(finding.Actor?.RemoteIp),
        ["domain"] = (row, finding) => row.Ids["domain"].Contains(finding.Actor?.Domain),
        ["resourceId"] = (row, finding) => row.Ids["resourceId"].All(id => finding.Resources.Any(r => r.Kind == row.Kind && r.Id == id)),
        ["rule"] = (row, finding) => row.Ids["rule"].Contains(finding.Type),
        ["AWS_EC2_INSTANCE"] = (row, finding) => HasAll(row, "AWS_EC2_INSTANCE", finding, ResourceKinds.Instance),
        ["AWS_LAMBDA_FUNCTION"] = (row, finding) => row.Ids["AWS_LAMBDA_FUNCTION"].All(arn => finding.Resources.Any(r => r.Kind == ResourceKinds.Function && r.Arn == arn)),
        ["AWS_ECR_CONTAINER_IMAGE"] = (row, finding) => HasAll(row, "AWS_ECR_CONTAINER_IMAGE", finding, ResourceKinds.ContainerImage),
        ["vuln"] = (row, finding) => row.Ids["vuln"].Any(id => finding.Title.Contains(id, StringComparison.Ordinal)),
    };

    private static bool HasAll(CorpusRow row, string name, Finding finding, string kind) =>
        row.Ids[name].All(id => finding.Resources.Any(r => r.Kind == kind && r.Id == id));

    private static bool HasDetail(CorpusRow row, string name, Finding finding, string detail) =>
        finding.Resources.Any(r => row.Ids[name].Contains(r.Detail(detail)));
}
