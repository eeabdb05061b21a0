using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class SecurityHubFindingSourceTests
{
    private const string Wrapped = "securityhub/c2-activity.json";
    private const string Control = "securityhub/public-bucket-control.json";

    [Theory]
    [InlineData(Wrapped)]
    [InlineData("securityhub/c2-activity-v2.json")]
    public void A_wrapped_finding_is_the_same_finding_as_its_original(string sample)
    {
        var original = Sample.Read("guardduty/c2-activity.json");
        var wrapped = Sample.Read(sample);

        Assert.Equal((original.Id, original.Source, original.Type), (wrapped.Id, wrapped.Source, wrapped.Type));
        Assert.Equal((original.Account, original.Region, original.Partition, original.Role, original.Status), (wrapped.Account, wrapped.Region, wrapped.Partition, wrapped.Role, wrapped.Status));
        Assert.Equal((original.Severity.Label, original.Count, original.Actor), (wrapped.Severity.Label, wrapped.Count, wrapped.Actor));
        Assert.Equal(original.Resources.Select(r => (r.Kind, r.Id, r.Arn, r.Involvement)), wrapped.Resources.Select(r => (r.Kind, r.Id, r.Arn, r.Involvement)));

        // Security Hub knows where the instance was launched, not whether all of its interfaces are there.
        Assert.Equal(original.Resources[0].Details.Remove(ResourceDetails.VpcId), wrapped.Resources[0].Details);
        Assert.Equal(original.Resources[0].Tags!.OrderBy(t => t.Key), wrapped.Resources[0].Tags!.OrderBy(t => t.Key));
        Assert.Equal(original.UpdatedAt!.Value, wrapped.UpdatedAt!.Value, TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS", "Backdoor:EC2/C&CActivity.B!DNS")]
    [InlineData("TTPs/Discovery/IAMUser-AnomalousBehavior", "Discovery:IAMUser/AnomalousBehavior")]
    [InlineData("TTPs/Credential Access/IAMUser-AnomalousBehavior", "CredentialAccess:IAMUser/AnomalousBehavior")]
    [InlineData("TTPs/PenTest:IAMUser/KaliLinux", "PenTest:IAMUser/KaliLinux")]
    [InlineData("TTPs/Discovery:S3-TorIPCaller", "Discovery:S3/TorIPCaller")]
    [InlineData("TTPs/Command and Control/Trojan:EC2-DNSDataExfiltration!DNS", "Trojan:EC2/DNSDataExfiltration")]
    [InlineData("Software and Configuration Checks/Backdoor:EC2.C&CActivity.B", "Backdoor:EC2/C&CActivity.B")]
    [InlineData("Effects/Data Exposure/Policy:S3-BucketBlockPublicAccessDisabled", "Policy:S3/BucketBlockPublicAccessDisabled")]
    [InlineData("TTPs/AttackSequence:EC2-CompromisedInstanceGroup", "AttackSequence:EC2/CompromisedInstanceGroup")]
    public void Gets_GuardDutys_own_type_back(string type, string expected) =>
        Assert.Equal(expected, Finding(f => f["Types"] = new JsonArray(type)).Type);

    [Theory]
    [InlineData("AwsIamUser")]
    [InlineData("Other")]
    public void The_id_of_an_account_is_the_account_whatever_type_a_tool_gives_it(string type)
    {
        var result = Sample.Try(Control, d => d["findings"]![0]!["Resources"] = new JsonArray(new JsonObject { ["Type"] = type, ["Id"] = "AWS::::Account:111122223333" }));

        Assert.Equal(["AWS::::Account=111122223333"], Sample.One(result).Ids(Involvement.Affected));
    }

    [Fact]
    public void The_instance_in_a_wrapped_finding_about_a_key_is_no_target()
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("Effects/Data Exfiltration/UnauthorizedAccess:IAMUser-InstanceCredentialExfiltration.OutsideAWS");
            f["Resources"]!.AsArray().Add(JsonNode.Parse("""
                {"Type":"AwsIamAccessKey","Id":"AWS::IAM::AccessKey:ASIAIOSFODNN7EXAMPLE","Details":{"AwsIamAccessKey":{"PrincipalId":"AROAEXAMPLEROLEID001:i","PrincipalName":"web-server","PrincipalType":"AssumedRole"}}}
                """));
        });

        Assert.Equal(["AWS::IAM::Role=web-server"], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::AccessKey=ASIAIOSFODNN7EXAMPLE"], finding.Ids(Involvement.Actor));
    }

    [Fact]
    public void The_instance_whose_credentials_were_taken_is_one_as_in_the_original()
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("Effects/Data Exfiltration/UnauthorizedAccess:IAMUser-InstanceCredentialExfiltration.OutsideAWS");
            f["Resources"]!.AsArray().Add(JsonNode.Parse("""
                {"Type":"AwsIamAccessKey","Id":"AWS::IAM::AccessKey:ASIAIOSFODNN7EXAMPLE","Details":{"AwsIamAccessKey":{"PrincipalId":"AROAEXAMPLEROLEID001:i-0a1b2c3d4e5f60718","PrincipalName":"web-server","PrincipalType":"AssumedRole"}}}
                """));
        });

        Assert.Equal(Sample.Read("guardduty/role-credential-exfiltration.json").Ids(Involvement.Affected), finding.Ids(Involvement.Affected));
    }

    [Theory]
    [InlineData("""{"Type":"Container","Id":"0a1b","Details":{"Container":{"Name":"app","ImageName":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:7"}}}""", "web")]
    [InlineData("""{"Type":"AwsEcsContainer","Id":"0a1b","Details":{"AwsEcsContainer":{"Name":"app","Image":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:0a0a"}}}""", "web")]
    [InlineData("""{"Type":"AwsEcsTask","Id":"arn:aws:ecs:eu-west-1:111122223333:task/web/1","Details":{"AwsEcsTask":{"Containers":[{"Image":"public.ecr.aws/nginx/nginx"},{"Image":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web"}]}}}""", "team/web")]
    [InlineData("""{"Type":"Container","Id":"0a1b","Details":{"Container":{"ImageName":"444455556666.dkr.ecr.eu-west-1.amazonaws.com/web:7"}}}""", null)]
    [InlineData("""{"Type":"Container","Id":"0a1b","Details":{"Container":{"ImageName":["web"]}}}""", null)]
    [InlineData("""{"Type":"AwsEcsCluster","Id":"arn:aws:ecs:eu-west-1:111122223333:cluster/web","Details":{"AwsEcsCluster":{"ClusterName":"web"}}}""", null)]
    public void The_repository_of_a_task_with_malware_is_a_resource_where_a_container_names_its_image(string resource, string? repository)
    {
        Finding Of(string type) => Finding(f =>
        {
            f["Types"] = new JsonArray($"TTPs/Execution/{type}");
            f["Resources"] = new JsonArray(JsonNode.Parse(resource));
        });

        Assert.Equal(repository, Of("Execution:ECS-MaliciousFile").Resources.SingleOrDefault(r => r.Kind == ResourceKinds.EcrRepository)?.Id);
        Assert.DoesNotContain(Of("Execution:ECS-SuspiciousFile").Resources, r => r.Kind == ResourceKinds.EcrRepository);
    }

    [Theory]
    [InlineData("aws/guardduty/service/action/")]
    [InlineData("action/")]
    public void The_trail_that_was_switched_off_is_a_resource_as_in_the_original(string prefix)
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("TTPs/Defense Evasion/Stealth:IAMUser-CloudTrailLoggingDisabled");
            f["ProductFields"]!.AsObject()[prefix + "awsApiCallAction/affectedResources/AWS::CloudTrail::Trail"] = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
        });

        Assert.Equal(["AWS::CloudTrail::Trail=arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"], finding.Ids(Involvement.Affected));
    }

    [Fact]
    public void Of_a_tunnel_through_DNS_the_domain_is_the_one_that_all_its_names_are_below()
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("TTPs/Command and Control/Trojan:EC2-DNSDataExfiltration");
            f["ProductFields"]!.AsObject()["aws/guardduty/service/action/dnsRequestAction/domain"] = "a9f3.t.example.org";
            f["ProductFields"]!.AsObject()["aws/guardduty/service/action/dnsRequestAction/domainWithSuffix"] = "example.org";
        });

        Assert.Equal("example.org", finding.Actor!.Domain);
    }

    [Fact]
    public void The_key_in_a_wrapped_finding_about_a_bucket_is_the_actor()
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("TTPs/Exfiltration:S3-MaliciousIPCaller");
            f["Resources"] = JsonNode.Parse("""
                [{"Type":"AwsIamAccessKey","Id":"AWS::IAM::AccessKey:AKIAIOSFODNN7EXAMPLE","Details":{"AwsIamAccessKey":{"PrincipalId":"AIDACKCEVSQ6C2EXAMPLE","PrincipalName":"alice","PrincipalType":"IAMUser"}}},
                 {"Type":"AwsS3Bucket","Id":"arn:aws:s3:::uploads-eu"}]
                """);
        });

        Assert.Equal(["AWS::S3::Bucket=uploads-eu"], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE", "AWS::IAM::User=alice"], finding.Ids(Involvement.Actor));
    }

    [Fact]
    public void A_wrapped_attack_sequence_names_all_its_resources_and_actors()
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("TTPs/AttackSequence:IAM/CompromisedCredentials");
            f["Resources"]!.AsArray().Add(JsonNode.Parse("""{"Type":"AwsS3Bucket","Id":"arn:aws:s3:::uploads-eu"}"""));
            f["Detection"] = JsonNode.Parse("""{"Sequence":{"Uid":"s","Actors":[{"Id":"a","User":{"Name":"mallory","Uid":"AIDAEXAMPLEUSERID0009","Type":"IAMUser","CredentialUid":"AKIAEXAMPLEKEY000009","Account":{"Uid":"444455556666"}}}],"Endpoints":[{"Id":"e","Ip":"203.0.113.9"}]}}""");
        });

        Assert.Equal("AttackSequence:IAM/CompromisedCredentials", finding.Type);
        Assert.Equal(["AWS::EC2::Instance=i-0a1b2c3d4e5f60718", "AWS::S3::Bucket=uploads-eu", "AWS::IAM::AccessKey=AKIAEXAMPLEKEY000009"], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::User=mallory"], finding.Ids(Involvement.Actor));
        Assert.Equal("203.0.113.9", finding.Actor!.RemoteIp);
    }

    [Fact]
    public void A_wrapped_probe_names_every_address_and_port()
    {
        var actor = Finding(f =>
        {
            f["Types"] = new JsonArray("TTPs/Discovery/Recon:EC2-PortProbeUnprotectedPort");
            f["ProductFields"] = JsonNode.Parse("""
                {"aws/guardduty/service/action/portProbeAction/portProbeDetails.0_/localPortDetails/port":"80",
                 "aws/guardduty/service/action/portProbeAction/portProbeDetails.0_/remoteIpDetails/ipAddressV4":"198.51.100.0",
                 "aws/guardduty/service/action/portProbeAction/portProbeDetails.1_/localPortDetails/port":"22",
                 "aws/guardduty/service/action/portProbeAction/portProbeDetails.1_/remoteIpDetails/ipAddressV4":"198.51.100.1"}
                """);
        }).Actor!;

        Assert.Equal("198.51.100.0", actor.RemoteIp);
        Assert.Equal("198.51.100.1", Assert.Single(actor.OtherIps));
        Assert.Equal("80 22", string.Join(' ', actor.Ports));
    }

    [Fact]
    public void The_host_of_a_container_is_a_detail_and_no_target()
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("TTPs/Execution/Execution:Runtime-ReverseShell");
            f["Resources"]!.AsArray().Add(JsonNode.Parse("""{"Type":"AwsEksCluster","Id":"arn:aws:eks:eu-west-1:111122223333:cluster/shop"}"""));
        });

        Assert.Equal(["AWS::EKS::Cluster=shop"], finding.Ids(Involvement.Affected));
        Assert.Equal("i-0a1b2c3d4e5f60718", finding.Resources[0].Detail(ResourceDetails.HostInstanceId));
    }

    [Theory]
    [InlineData("TTPs/Execution/Execution:Runtime-ReverseShell")]
    [InlineData("TTPs/Execution/Execution:Container-MaliciousFile")]
    public void The_host_of_a_container_that_is_no_tasks_and_no_pods_is_one(string type)
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray(type);
            f["Resources"]!.AsArray().Add(JsonNode.Parse("""{"Type":"Container","Id":"abcdefg12345"}"""));
        });

        Assert.Equal(["AWS::ECS::Container=abcdefg12345", "AWS::EC2::Instance=i-0a1b2c3d4e5f60718"], finding.Ids(Involvement.Affected));
    }

    [Fact]
    public void The_version_and_the_content_of_an_object_with_malware_are_those_of_the_original()
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("TTPs/Object/Object:S3-MaliciousFile");
            f["Resources"] = JsonNode.Parse("""
                [{"Type":"AwsS3Object","Id":"arn:aws:s3:::uploads-eu/in/invoice.pdf","Details":{"AwsS3Object":{"VersionId":"null","ETag":"9b2cf535f27731c974343645a3985328"}}}]
                """);
        });

        var item = Assert.Single(finding.Resources);
        Assert.Equal(("null", "9b2cf535f27731c974343645a3985328", "uploads-eu"), (item.Detail(ResourceDetails.Version), item.Detail(ResourceDetails.ETag), item.Detail(ResourceDetails.BucketName)));
    }

    [Fact]
    public void The_host_is_one_where_the_type_says_that_it_was_reached()
    {
        var finding = Finding(f =>
        {
            f["Types"] = new JsonArray("TTPs/Privilege Escalation/PrivilegeEscalation:Runtime-RuncContainerEscape");
            f["Resources"]!.AsArray().Add(JsonNode.Parse("""{"Type":"AwsEksCluster","Id":"arn:aws:eks:eu-west-1:111122223333:cluster/shop"}"""));
        });

        Assert.Equal(["AWS::EKS::Cluster=shop", "AWS::EC2::Instance=i-0a1b2c3d4e5f60718"], finding.Ids(Involvement.Affected));
    }

    [Theory]
    [InlineData("Software and Configuration Checks/Vulnerabilities/CVE", "PACKAGE_VULNERABILITY")]
    [InlineData("Software and Configuration Checks/AWS Security Best Practices/Network Reachability", "NETWORK_REACHABILITY")]
    public void A_wrapped_Inspector_finding_is_Inspectors(string type, string expected)
    {
        var finding = Finding(f => (f["ProductArn"], f["Id"], f["Types"]) = ("arn:aws:securityhub:eu-west-1::product/aws/inspector", "arn:aws:inspector2:eu-west-1:111122223333:finding/0a1b", new JsonArray(type)));

        Assert.Equal(("inspector2", expected, "arn:aws:inspector2:eu-west-1:111122223333:finding/0a1b"), (finding.Source, finding.Type, finding.Id));
    }

    [Fact]
    public void A_wrapped_Macie_finding_is_Macies()
    {
        var original = Sample.Read("macie/policy-public-bucket.json");
        var wrapped = Finding(f =>
        {
            (f["ProductArn"], f["Id"]) = ("arn:aws:securityhub:eu-west-1::product/aws/macie", original.Id);
            f["Types"] = new JsonArray("Software and Configuration Checks/AWS Security Best Practices/Policy:IAMUser-S3BucketPublic");
            f["Resources"] = JsonNode.Parse("""[{"Type":"AwsS3Bucket","Id":"arn:aws:s3:::uploads-eu"}]""");
        });

        Assert.Equal((original.Id, original.Source, original.Type), (wrapped.Id, wrapped.Source, wrapped.Type));
        Assert.Equal(original.Ids(Involvement.Affected), wrapped.Ids(Involvement.Affected));
    }

    [Fact]
    public void Nobody_can_import_a_finding_that_passes_for_a_services_own()
    {
        var finding = Finding(f => f["ProductArn"] = "arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default");

        Assert.Equal("securityhub", finding.Source);
        Assert.NotEqual(Sample.Read("guardduty/c2-activity.json").Id, finding.Id);
    }

    [Theory]
    [InlineData("arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default", "111122223333/default/S3.8")]
    [InlineData("arn:aws:securityhub:eu-west-1::product/prowler/prowler", "prowler/prowler/S3.8")]
    [InlineData("arn:aws:securityhub:eu-west-1:111122223333:product/aws/securityhub", "aws/securityhub/S3.8")]
    [InlineData("arn:aws:securityhub:eu-west-1::product/mallory/aws/securityhub", "mallory/aws/securityhub/S3.8")]
    public void Nobody_can_import_a_finding_that_passes_for_a_control(string product, string expected)
    {
        var genuine = Sample.Read(Control);
        var imported = Finding(
            f =>
            {
                (f["ProductArn"], f["GeneratorId"]) = (product, "S3.8");
                f.AsObject().Remove("Types");
            },
            Control);

        Assert.Equal(("securityhub", expected), (imported.Source, imported.Type));
        Assert.NotEqual(genuine.Id, imported.Id);
    }

    [Theory]
    [InlineData("arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default", "111122223333/default/S3.8")]
    [InlineData(null, "unnamed/S3.8")]
    public void Nor_does_one_in_the_other_format(string? product, string expected)
    {
        var genuine = Sample.Read("securityhub/c2-activity-v2.json");
        var imported = Finding(
            f =>
            {
                f["metadata"]!["product"]!["uid"] = product;
                f["compliance"] = JsonNode.Parse("""{"control":"S3.8","status_id":3}""");
            },
            "securityhub/c2-activity-v2.json");

        Assert.Equal(("securityhub", expected), (imported.Source, imported.Type));
        Assert.NotEqual(genuine.Id, imported.Id);
    }

    [Theory]
    [InlineData(Wrapped)]
    [InlineData("securityhub/c2-activity-v2.json")]
    public void An_imported_finding_cannot_speak_for_another_account(string sample)
    {
        var result = Try(
            f =>
            {
                const string Product = "arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default";
                if (f["metadata"] is { } metadata)
                {
                    metadata["product"]!["uid"] = Product;
                    f["resources"] = JsonNode.Parse("""[{"type":"AWS::EC2::Instance","uid":"arn:aws:ec2:eu-west-1:999988887777:instance/i-0a1b2c3d4e5f60718"}]""");
                }
                else
                {
                    f["ProductArn"] = Product;
                    f["Resources"] = JsonNode.Parse("""[{"Type":"AwsEc2Instance","Id":"arn:aws:ec2:eu-west-1:999988887777:instance/i-0a1b2c3d4e5f60718"}]""");
                }
            },
            sample);

        Assert.Contains("999988887777", Sample.Reason(result), StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_wrote_over_a_wrapped_finding_changes_neither_its_type_nor_its_severity()
    {
        var original = Sample.Read(Wrapped);
        var updated = Finding(f =>
        {
            f["FindingProviderFields"] = new JsonObject { ["Types"] = f["Types"]!.DeepClone(), ["Severity"] = new JsonObject { ["Label"] = f["Severity"]!["Label"]!.DeepClone() } };
            f["Types"] = new JsonArray("TTPs/Credential Access/IAMUser-AnomalousBehavior");
            f["Severity"]!["Label"] = "LOW";
        });

        Assert.Equal((original.Type, original.Severity), (updated.Type, updated.Severity));
    }

    [Fact]
    public void A_failed_control_is_a_finding_by_its_number_under_every_standard()
    {
        var finding = Sample.Read(Control);

        Assert.Equal(("securityhub", "S3.8", SeverityLabel.High, FindingStatus.Active), (finding.Source, finding.Type, finding.Severity.Label, finding.Status));
        Assert.Equal(["AWS::S3::Bucket=uploads-eu"], finding.Ids(Involvement.Affected));
    }

    [Theory]
    [InlineData("PASSED", "NEW", "ACTIVE", FindingStatus.Resolved)]
    [InlineData("FAILED", "NOTIFIED", "ACTIVE", FindingStatus.Active)]
    [InlineData("FAILED", "RESOLVED", "ACTIVE", FindingStatus.Resolved)]
    [InlineData("FAILED", "SUPPRESSED", "ACTIVE", FindingStatus.Suppressed)]
    [InlineData("FAILED", "NEW", "ARCHIVED", FindingStatus.Resolved)]
    public void The_status_says_whether_it_stands(string compliance, string workflow, string record, FindingStatus expected) =>
        Assert.Equal(expected, Finding(f => (f["Compliance"]!["Status"], f["Workflow"]!["Status"], f["RecordState"]) = (compliance, workflow, record), Control).Status);

    [Fact]
    public void A_check_that_could_not_be_made_is_neither_a_violation_nor_its_end() =>
        Assert.True(Assert.IsType<SourceResult.Rejected>(Try(f => f["Compliance"]!["Status"] = "NOT_AVAILABLE", Control)).IsHarmless);

    [Fact]
    public void Several_findings_that_a_person_has_chosen_are_read_each_for_itself()
    {
        var document = Sample.Json(Control);
        document["detail-type"] = "Security Hub Findings - Custom Action";
        var findings = document["detail"]!["findings"]!.AsArray();
        findings.Add(Sample.Json(Wrapped)["detail"]!["findings"]![0]!.DeepClone());
        findings.Add(new JsonObject { ["Id"] = "x" });

        var parsed = Assert.IsType<SourceResult.Parsed>(FindingReader.Read(document.ToJsonString()));

        Assert.Equal(["securityhub", "guardduty"], parsed.Findings.Select(f => f.Source));
        Assert.Contains("entry 3", Assert.Single(parsed.Skipped), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_of_an_insight_are_rejected_with_what_to_do_instead()
    {
        var document = Sample.Json(Control);
        document["detail-type"] = "Security Hub Insight Results";

        Assert.Contains("custom action", Sample.Reason(FindingReader.Read(document.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_OCSF_finding_is_resolved() =>
        Assert.Equal(FindingStatus.Resolved, Sample.Read("securityhub/c2-activity-v2.json", d => d["findings"]![0]!["activity_id"] = 3).Status);

    private static Finding Finding(Action<JsonNode> change, string sample = Wrapped) => Sample.One(Try(change, sample));

    private static SourceResult Try(Action<JsonNode> change, string sample = Wrapped) => Sample.Try(sample, d => change(d["findings"]![0]!));
}
