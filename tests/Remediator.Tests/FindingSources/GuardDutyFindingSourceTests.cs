using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class GuardDutyFindingSourceTests
{
    [Fact]
    public void Reads_every_address_and_port_of_a_probe()
    {
        var actor = Sample.Read("guardduty/port-probe.json", d => d["service"]!["action"]!["portProbeAction"]!["portProbeDetails"] = JsonNode.Parse("""
            [{"localPortDetails":{"port":80},"remoteIpDetails":{"ipAddressV4":"198.51.100.0"}},
             {"localPortDetails":{"port":22},"remoteIpDetails":{"ipAddressV4":"198.51.100.1"}},
             {"localPortDetails":{"port":22},"remoteIpDetails":{"ipAddressV4":"198.51.100.0"}},
             {"localPortDetails":{"port":70000},"remoteIpDetails":{"ipAddressV6":"2001:db8::1"}}]
            """)).Actor!;

        Assert.Equal("198.51.100.0", actor.RemoteIp);
        Assert.Equal("198.51.100.1 2001:db8::1", string.Join(' ', actor.OtherIps));
        Assert.Equal("80 22", string.Join(' ', actor.Ports));
    }

    [Theory]
    [InlineData("INBOUND", new[] { 443 })]
    [InlineData("OUTBOUND", new int[0])]
    [InlineData("UNKNOWN", new int[0])]
    public void The_port_of_a_connection_counts_where_it_was_opened_from_outside(string direction, int[] ports) =>
        Assert.Equal(ports, Sample.Read("guardduty/c2-activity.json", d =>
        {
            d["service"]!["action"]!["networkConnectionAction"]!["connectionDirection"] = direction;
            d["service"]!["action"]!["networkConnectionAction"]!["localPortDetails"] = new JsonObject { ["port"] = 443 };
        }).Actor!.Ports);

    [Fact]
    public void Reads_who_did_what_to_which_instance()
    {
        var finding = Sample.Read("guardduty/c2-activity.json");

        Assert.Equal("guardduty", finding.Source);
        Assert.Equal("Backdoor:EC2/C&CActivity.B", finding.Type);
        Assert.StartsWith("arn:aws:guardduty:eu-west-1:111122223333:detector/", finding.Id, StringComparison.Ordinal);
        Assert.Equal(new Severity(8), finding.Severity);
        Assert.Equal(("111122223333", "eu-west-1", "aws"), (finding.Account, finding.Region, finding.Partition));
        Assert.Equal((ResourceRole.Target, ConnectionDirection.Outbound), (finding.Role, finding.Direction));
        Assert.Equal(FindingStatus.Active, finding.Status);
        Assert.False(finding.IsSample);
        Assert.Equal(4, finding.Count);
        Assert.Equal(DateTimeOffset.Parse("2026-09-14T02:40:55.018Z", null), finding.UpdatedAt);
        Assert.Equal(new Actor("203.0.113.66", "Netherlands", "Example Hosting B.V."), finding.Actor);
        var instance = Assert.Single(finding.Resources);
        Assert.Equal((ResourceKinds.Instance, Sample.Instance), (instance.Kind, instance.Id));
        Assert.Equal("arn:aws:ec2:eu-west-1:111122223333:instance/" + Sample.Instance, instance.Arn);
        Assert.Equal("arn:aws:iam::111122223333:instance-profile/web-server", instance.Detail(ResourceDetails.InstanceProfileArn));
        Assert.Equal("production", instance.Tags!["environment"]);
    }

    [Fact]
    public void An_event_and_the_answer_of_the_API_are_the_same_finding()
    {
        var fromEvent = Sample.Read("guardduty/c2-activity.json");
        var fromApi = Sample.Read("guardduty/c2-activity-api.json");

        Assert.Equal(fromEvent.Id, fromApi.Id);
        Assert.Equal(fromEvent.Ids(Involvement.Affected), fromApi.Ids(Involvement.Affected));
        Assert.Equal(fromEvent.Resources[0].Tags!.OrderBy(t => t.Key), fromApi.Resources[0].Tags!.OrderBy(t => t.Key));
        Assert.Equal((fromEvent.Actor, fromEvent.Role, fromEvent.Severity, fromEvent.Count), (fromApi.Actor, fromApi.Role, fromApi.Severity, fromApi.Count));
    }

    [Fact]
    public void An_attacked_instance_is_not_an_attacker()
    {
        var finding = Sample.Read("guardduty/ssh-bruteforce-target.json");

        Assert.Equal(ResourceRole.Target, finding.Role);
        Assert.Equal("203.0.113.7", finding.Actor!.RemoteIp);
    }

    [Fact]
    public void A_finding_about_a_key_is_not_about_the_instance_whose_details_it_carries()
    {
        var finding = Sample.Read("guardduty/access-key-with-instance-details.json");

        Assert.Equal(["AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE"], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::User=alice"], finding.Ids(Involvement.Actor));
        Assert.DoesNotContain(Sample.Instance, finding.Resources.Select(r => r.Id));
    }

    [Fact]
    public void A_users_key_is_affected_and_the_user_only_named()
    {
        var finding = Sample.Read("guardduty/access-key-exfiltration.json");

        Assert.Equal(["AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE"], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::User=alice"], finding.Ids(Involvement.Actor));
        var key = finding.Resources[0];
        Assert.Equal(("alice", "IAMUser", "AIDACKCEVSQ6C2EXAMPLE"), (key.Detail(ResourceDetails.UserName), key.Detail(ResourceDetails.UserType), key.Detail(ResourceDetails.PrincipalId)));
        Assert.Equal("s3:ListBuckets", finding.Actor!.Api);
    }

    [Fact]
    public void A_user_without_a_key_is_affected_itself()
    {
        var finding = Sample.Read("guardduty/access-key-exfiltration.json", d => d["resource"]!["accessKeyDetails"]!["accessKeyId"] = "");

        Assert.Equal(["AWS::IAM::User=alice"], finding.Ids(Involvement.Affected));
    }

    [Fact]
    public void A_role_is_affected_and_its_temporary_key_only_named()
    {
        var finding = Sample.Read("guardduty/role-credential-exfiltration.json");

        Assert.Equal(["AWS::IAM::Role=web-server", "AWS::EC2::Instance=" + Sample.Instance], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::AccessKey=ASIAIOSFODNN7EXAMPLE"], finding.Ids(Involvement.Actor));
        var role = finding.Resources[0];
        Assert.Equal("AROAEXAMPLEROLEID001:" + Sample.Instance, role.Detail(ResourceDetails.PrincipalId));
        Assert.Equal(("AssumedRole", "ASIAIOSFODNN7EXAMPLE"), (role.Detail(ResourceDetails.UserType), role.Detail(ResourceDetails.AccessKeyId)));
    }

    [Fact]
    public void Roots_key_says_that_it_is_roots()
    {
        var finding = Sample.Read("guardduty/root-credentials.json");

        var key = Assert.Single(finding.Resources);
        Assert.Equal((ResourceKinds.AccessKey, Involvement.Affected, "Root"), (key.Kind, key.Involvement, key.Detail(ResourceDetails.UserType)));
    }

    [Fact]
    public void Root_without_a_key_is_the_account()
    {
        var finding = Sample.Read("guardduty/root-credentials.json", d => d["resource"]!["accessKeyDetails"]!["accessKeyId"] = null);

        Assert.Equal(["AWS::::Account=111122223333"], finding.Ids(Involvement.Affected));
    }

    [Theory]
    [InlineData("FederatedUser")]
    [InlineData("AWSService")]
    [InlineData("SomethingNew")]
    public void A_key_of_another_principal_names_no_user_that_could_be_disabled(string userType)
    {
        var finding = Sample.Read("guardduty/access-key-exfiltration.json", d => d["resource"]!["accessKeyDetails"]!["userType"] = userType);

        var key = Assert.Single(finding.Resources);
        Assert.Equal((ResourceKinds.AccessKey, userType), (key.Kind, key.Detail(ResourceDetails.UserType)));
    }

    [Theory]
    [InlineData("AIDACKCEVSQ6C2EXAMPLE", "AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE")]
    [InlineData("AROAEXAMPLEROLEID001:session", "AWS::IAM::Role=alice")]
    public void A_principal_id_tells_what_a_missing_user_type_does_not(string principalId, string affected)
    {
        var finding = Sample.Read("guardduty/access-key-exfiltration.json", d =>
        {
            d["resource"]!["accessKeyDetails"]!["userType"] = null;
            d["resource"]!["accessKeyDetails"]!["principalId"] = principalId;
        });

        Assert.Equal([affected], finding.Ids(Involvement.Affected));
    }

    [Fact]
    public void Every_bucket_is_affected_and_the_principal_only_acted()
    {
        var finding = Sample.Read("guardduty/public-bucket.json", d =>
        {
            var second = d["resource"]!["s3BucketDetails"]![0]!.DeepClone();
            second["name"] = "example-finance-archive";
            second["tags"] = null;
            d["resource"]!["s3BucketDetails"]!.AsArray().Add(second);
        });

        Assert.Equal(["AWS::S3::Bucket=example-finance-exports", "AWS::S3::Bucket=example-finance-archive"], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::AccessKey=AKIAI44QH8DHBEXAMPLE", "AWS::IAM::User=bob"], finding.Ids(Involvement.Actor));
        Assert.Equal("PUBLIC", finding.Resources[0].Detail(ResourceDetails.EffectivePermission));
        Assert.Equal("finance", finding.Resources[0].Tags!["team"]);
        Assert.Null(finding.Resources[1].Tags);
    }

    [Fact]
    public void An_anonymous_caller_is_no_principal()
    {
        var finding = Sample.Read("guardduty/public-bucket.json", d => d["resource"]!["accessKeyDetails"] = JsonNode.Parse(
            """{"accessKeyId":"","principalId":"ANONYMOUS_PRINCIPAL","userType":"AWSAccount","userName":"ANONYMOUS_PRINCIPAL"}"""));

        Assert.Empty(finding.Ids(Involvement.Actor));
    }

    [Fact]
    public void The_account_is_that_of_the_finding_and_not_of_the_administrator_that_got_the_event()
    {
        var document = Sample.Json("guardduty/c2-activity.json");
        document["account"] = "999988887777";
        document["region"] = "us-east-1";

        var finding = Sample.One(FindingReader.Read(document.ToJsonString()));

        Assert.Equal(("111122223333", "eu-west-1"), (finding.Account, finding.Region));
    }

    [Fact]
    public void A_missing_account_and_region_come_from_the_ARN_and_then_from_the_envelope()
    {
        var document = Sample.Json("guardduty/c2-activity.json");
        document["account"] = "999988887777";
        var detail = document["detail"]!.AsObject();
        detail.Remove("accountId");
        detail.Remove("region");
        Assert.Equal("111122223333", Sample.One(FindingReader.Read(document.ToJsonString())).Account);

        detail.Remove("arn");
        var finding = Sample.One(FindingReader.Read(document.ToJsonString()));

        Assert.Equal(("999988887777", "eu-west-1"), (finding.Account, finding.Region));
        Assert.Equal((string)detail["id"]!, finding.Id);
    }

    [Theory]
    [InlineData("cn-north-1", "aws-cn")]
    [InlineData("us-gov-west-1", "aws-us-gov")]
    [InlineData("us-isob-east-1", "aws-iso-b")]
    [InlineData("eusc-de-east-1", "aws-eusc")]
    [InlineData("eu-central-2", "aws")]
    public void The_partition_follows_from_the_region_and_goes_into_the_ARNs(string region, string partition)
    {
        var finding = Sample.Read("guardduty/c2-activity.json", d =>
        {
            d["region"] = region;
            d["arn"] = ((string)d["arn"]!).Replace("arn:aws:", "arn::", StringComparison.Ordinal);
            d.AsObject().Remove("partition");
        });

        Assert.Equal(partition, finding.Partition);
        Assert.Equal($"arn:{partition}:ec2:{region}:111122223333:instance/{Sample.Instance}", finding.Resources[0].Arn);
    }

    [Theory]
    [InlineData("""{"sample":true}""")]
    [InlineData("""{"sample":"true"}""")]
    [InlineData("""{"sample":"True"}""")]
    [InlineData("""{"value":"{\"threatName\":\"x\",\"sample\":true}","type":"default"}""")]
    [InlineData("""{"Value":"{\"sample\":\"true\"}"}""")]
    public void A_sample_is_told_in_every_form(string additionalInfo) =>
        Assert.True(Sample.Read("guardduty/c2-activity.json", d => d["service"]!["additionalInfo"] = JsonNode.Parse(additionalInfo)).IsSample);

    [Theory]
    [InlineData("""{"sample":false}""")]
    [InlineData("""{"value":"{\"sample\":"}""")]
    [InlineData("""{"value":"this is a sample"}""")]
    [InlineData("""{"value":"{\"threat\":{\"sample\":true}}"}""")]
    public void Anything_else_is_no_sample(string additionalInfo) =>
        Assert.False(Sample.Read("guardduty/c2-activity.json", d => d["service"]!["additionalInfo"] = JsonNode.Parse(additionalInfo)).IsSample);

    [Fact]
    public void Generated_ids_make_a_sample_without_the_flag() =>
        Assert.True(Sample.Read("guardduty/sample-finding.json", d => d["service"]!["additionalInfo"] = null).IsSample);

    [Fact]
    public void A_name_that_anyone_can_choose_makes_no_sample() =>
        Assert.False(Sample.Read("guardduty/access-key-exfiltration.json", d => d["resource"]!["accessKeyDetails"]!["userName"] = "GeneratedFindingUserName").IsSample);

    [Fact]
    public void A_label_as_severity_is_read() =>
        Assert.Equal(SeverityLabel.Medium, Sample.Read("guardduty/c2-activity.json", d => d["severity"] = "MEDIUM").Severity.Label);

    [Fact]
    public void A_severity_that_cannot_be_read_is_below_every_threshold() =>
        Assert.Equal(SeverityLabel.Informational, Sample.Read("guardduty/c2-activity.json", d => d["severity"] = new JsonObject()).Severity.Label);

    [Fact]
    public void A_number_in_quotes_is_a_number()
    {
        var finding = Sample.Read("guardduty/c2-activity.json", d =>
        {
            d["severity"] = "5.5";
            d["service"]!["count"] = "17";
            d["accountId"] = 111122223333;
        });

        Assert.Equal((new Severity(5.5), 17, "111122223333"), (finding.Severity, finding.Count, finding.Account));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    public void An_archived_finding_is_suppressed(string archived) =>
        Assert.Equal(FindingStatus.Suppressed, Sample.Read("guardduty/c2-activity.json", d => d["service"]!["archived"] = JsonNode.Parse(archived)).Status);

    [Theory]
    [InlineData("1757810000.25", "2025-09-14T00:33:20.250Z")]
    [InlineData("1757810000250", "2025-09-14T00:33:20.250Z")]
    [InlineData("\"2026-09-14T02:40:55Z\"", "2026-09-14T02:40:55Z")]
    [InlineData("\"2026-09-14 04:40:55+02:00\"", "2026-09-14T02:40:55Z")]
    [InlineData("\"2026-09-14T02:40:55.123456789Z\"", "2026-09-14T02:40:55.1234568Z")]
    public void Time_stamps_are_read_in_every_form(string stamp, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, null), Sample.Read("guardduty/c2-activity.json", d => d["updatedAt"] = JsonNode.Parse(stamp)).UpdatedAt);

    [Fact]
    public void A_time_that_cannot_be_read_is_that_of_the_event() =>
        Assert.Equal(DateTimeOffset.Parse("2026-09-14T02:41:07Z", null), Sample.Read("guardduty/c2-activity.json", d => d["updatedAt"] = "foo").UpdatedAt);

    [Fact]
    public void One_unreadable_tag_makes_the_tags_unknown_instead_of_fewer() =>
        Assert.Null(Sample.Read("guardduty/c2-activity.json", d => d["resource"]!["instanceDetails"]!["tags"]![1] = "exempt").Resources[0].Tags);

    [Fact]
    public void No_tags_is_not_the_same_as_unknown_tags()
    {
        Assert.Empty(Sample.Read("guardduty/c2-activity.json", d => d["resource"]!["instanceDetails"]!["tags"] = new JsonArray()).Resources[0].Tags!);
        Assert.Null(Sample.Read("guardduty/c2-activity.json", d => d["resource"]!["instanceDetails"]!["tags"] = null).Resources[0].Tags);
    }

    [Fact]
    public void A_type_from_the_future_is_still_a_finding_with_its_resource()
    {
        var finding = Sample.Read("unknown-type.json");

        var resource = Assert.Single(finding.Resources);
        Assert.Equal(("Impact:Satellite/OrbitTampering.Z", "GroundStation", "gs-0a1b2c3d4e5f60718"), (finding.Type, resource.Kind, resource.Id));
    }

    [Fact]
    public void Details_of_another_kind_than_an_unknown_type_are_not_its_target()
    {
        var finding = Sample.Read("guardduty/c2-activity.json", d => d["resource"]!["resourceType"] = "IAMUser");

        Assert.Empty(finding.Resources);
    }

    [Fact]
    public void A_finding_without_a_resource_block_is_about_what_its_API_call_did_something_to()
    {
        var finding = Sample.Read("guardduty/public-bucket.json", d => d.AsObject().Remove("resource"));

        Assert.Equal(["AWS::S3::Bucket=example-finance-exports"], finding.Ids(Involvement.Affected));
    }

    [Theory]
    [InlineData("type", "type")]
    [InlineData("arn id", "neither an ARN nor an id")]
    public void What_cannot_be_named_is_rejected_with_the_reason(string without, string reason)
    {
        var result = Sample.Try("guardduty/c2-activity.json", d =>
        {
            foreach (var field in without.Split(' '))
                d.AsObject().Remove(field);
        });

        Assert.Contains(reason, Sample.Reason(result), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_of_nowhere_is_rejected()
    {
        var detail = Sample.Json("guardduty/c2-activity.json")["detail"]!.AsObject();
        detail.Remove("region");
        detail["arn"] = null;

        Assert.Contains("no account or no Region", Sample.Reason(FindingReader.Read(detail.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_event_of_the_service_is_rejected_by_its_name()
    {
        var document = Sample.Json("guardduty/c2-activity.json");
        document["detail-type"] = "GuardDuty Runtime Protection Unhealthy";

        Assert.Contains("GuardDuty Runtime Protection Unhealthy", Sample.Reason(FindingReader.Read(document.ToJsonString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i-0a1b\u0000c")]
    [InlineData("i-0a1b\u202ec")]
    [InlineData("i-0a1b\nc")]
    [InlineData(" ")]
    public void An_id_with_invisible_characters_names_nothing(string id) =>
        Assert.Empty(Sample.Read("guardduty/c2-activity.json", d => d["resource"]!["instanceDetails"]!["instanceId"] = id).Resources);

    [Fact]
    public void An_id_that_is_too_long_names_nothing() =>
        Assert.Empty(Sample.Read("guardduty/c2-activity.json", d => d["resource"]!["instanceDetails"]!["instanceId"] = "i-" + new string('0', 2048)).Resources);

    [Theory]
    [InlineData("*")]
    [InlineData("bucket/*")]
    [InlineData("${aws:username}")]
    public void An_id_that_would_widen_a_policy_is_kept_but_marked(string name)
    {
        var bucket = Sample.Read("guardduty/public-bucket.json", d => d["resource"]!["s3BucketDetails"]![0]!["name"] = name).Resources[0];

        Assert.Equal((name, false), (bucket.Id, bucket.HasWellFormedId));
    }
}
