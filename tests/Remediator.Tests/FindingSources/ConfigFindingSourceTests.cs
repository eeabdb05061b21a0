using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class ConfigFindingSourceTests
{
    private const string Rule = "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-a1b2c3";

    [Fact]
    public void Reads_which_resource_breaks_which_rule()
    {
        var finding = Sample.Read("config/bucket-public-read.json");

        Assert.Equal(("config", "s3-bucket-public-read-prohibited"), (finding.Source, finding.Type));
        Assert.Equal($"{Rule}/AWS::S3::Bucket/example-finance-exports", finding.Id);
        Assert.Equal(SeverityLabel.Medium, finding.Severity.Label);
        Assert.Equal(FindingStatus.Active, finding.Status);
        Assert.Equal(("111122223333", "eu-west-1", "aws"), (finding.Account, finding.Region, finding.Partition));
        var bucket = Assert.Single(finding.Resources);
        Assert.Equal((ResourceKinds.Bucket, "example-finance-exports", "arn:aws:s3:::example-finance-exports"), (bucket.Kind, bucket.Id, bucket.Arn));
        Assert.Null(bucket.Tags);
        Assert.Equal("The S3 bucket policy allows public read access.", finding.Description);
        Assert.Equal(DateTimeOffset.Parse("2026-09-14T02:40:52.480Z", null), finding.UpdatedAt);
    }

    [Fact]
    public void The_end_of_a_violation_has_the_identity_of_its_start()
    {
        var broken = Sample.Read("config/bucket-public-read.json");
        var kept = Sample.Read("config/bucket-compliant.json");

        Assert.Equal((broken.Id, FindingStatus.Resolved), (kept.Id, kept.Status));
        Assert.True(kept.UpdatedAt > broken.UpdatedAt);
    }

    [Fact]
    public void A_rule_that_no_longer_applies_is_resolved() =>
        Assert.Equal(FindingStatus.Resolved, Sample.Read("config/bucket-public-read.json", d => d["newEvaluationResult"]!["complianceType"] = "NOT_APPLICABLE").Status);

    [Theory]
    [InlineData("INSUFFICIENT_DATA")]
    [InlineData("SOMETHING_NEW")]
    public void What_config_could_not_tell_is_rejected(string compliance) =>
        Assert.Contains(compliance, Sample.Reason(Sample.Try("config/bucket-public-read.json", d => d["newEvaluationResult"]!["complianceType"] = compliance)), StringComparison.Ordinal);

    [Fact]
    public void The_old_result_is_not_needed_and_not_taken_for_the_new_one()
    {
        Assert.Equal(FindingStatus.Active, Sample.Read("config/bucket-public-read.json", d => d.AsObject().Remove("oldEvaluationResult")).Status);
        Assert.Contains("no newEvaluationResult", Sample.Reason(Sample.Try("config/bucket-public-read.json", d => d.AsObject().Remove("newEvaluationResult"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_arrives_by_unique_id_and_says_so()
    {
        var user = Sample.Read("config/bucket-public-read.json", d =>
        {
            d["resourceType"] = "AWS::IAM::User";
            d["resourceId"] = "AIDACKCEVSQ6C2EXAMPLE";
        }).Resources[0];

        Assert.Equal((ResourceKinds.User, "AIDACKCEVSQ6C2EXAMPLE", "AIDACKCEVSQ6C2EXAMPLE"), (user.Kind, user.Id, user.Detail(ResourceDetails.PrincipalId)));
    }

    [Fact]
    public void The_qualifier_stands_in_for_missing_fields()
    {
        var finding = Sample.Read("config/bucket-public-read.json", d =>
        {
            foreach (var field in new[] { "configRuleName", "resourceType", "resourceId" })
                d.AsObject().Remove(field);
        });

        Assert.Equal(("s3-bucket-public-read-prohibited", "example-finance-exports"), (finding.Type, finding.Resources[0].Id));
    }

    [Fact]
    public void The_account_is_that_of_the_resource_and_not_of_the_aggregator()
    {
        var document = Sample.Json("config/bucket-public-read.json");
        document["account"] = "999988887777";

        Assert.Equal("111122223333", Sample.One(FindingReader.Read(document.ToJsonString())).Account);
    }

    [Fact]
    public void The_message_is_read_without_its_envelope() =>
        Assert.Equal(
            Sample.Read("config/bucket-public-read.json").Id,
            Sample.One(FindingReader.Read(Sample.Json("config/bucket-public-read.json")["detail"]!.ToJsonString())).Id);

    [Theory]
    [InlineData("""{"invokingEvent":"{}","resultToken":"t","configRuleName":"r"}""", "asking a rule's function")]
    [InlineData("""{"configurationItemStatus":"OK","resourceType":"AWS::S3::Bucket","resourceId":"b"}""", "configuration item")]
    [InlineData("""{"messageType":"ConfigurationItemChangeNotification","configurationItem":{}}""", "configuration item")]
    [InlineData("""{"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ConfigRuleName":"r","ResourceType":"AWS::EC2::Instance","ResourceId":"i-1"}},"ComplianceType":"NON_COMPLIANT"}""", "no account or no Region")]
    [InlineData("""{"detail-type":"Config Configuration Item Change","source":"aws.config","detail":{}}""", "Config Configuration Item Change")]
    public void Other_messages_of_config_are_rejected_for_what_they_are(string json, string reason) =>
        Assert.Contains(reason, Sample.Reason(FindingReader.Read(json)), StringComparison.Ordinal);

    [Fact]
    public void An_evaluation_whose_resource_is_an_ARN_has_account_and_region_from_it()
    {
        var finding = Sample.One(FindingReader.Read("""
            {"EvaluationResults":[{"EvaluationResultIdentifier":{"OrderingTimestamp":1450314635.065,"EvaluationResultQualifier":{"ConfigRuleName":"r","ResourceType":"AWS::ECS::Service",
            "ResourceId":"arn:aws-cn:ecs:cn-north-1:111122223333:service/dev/q"}},"ComplianceType":"NON_COMPLIANT","ResultRecordedTime":1450314645.261}]}
            """));

        Assert.Equal(("111122223333", "cn-north-1", "aws-cn"), (finding.Account, finding.Region, finding.Partition));
        Assert.Equal(DateTimeOffset.Parse("2015-12-17T01:10:45.261Z", null), finding.UpdatedAt);
    }

    [Fact]
    public void The_pattern_is_JSON_and_leaves_out_what_would_be_rejected()
    {
        var pattern = JsonNode.Parse(new ConfigFindingSource().DetailPattern)!;

        Assert.Equal(["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"], pattern["newEvaluationResult"]!["complianceType"].Deserialize<string[]>()!);
    }
}
