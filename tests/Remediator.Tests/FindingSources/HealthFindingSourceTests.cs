using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class HealthFindingSourceTests
{
    [Fact]
    public void An_exposed_key_is_critical_and_the_key_is_affected()
    {
        var finding = Sample.Read("health/exposed-key.json");

        Assert.Equal(("health", "AWS_RISK_CREDENTIALS_EXPOSED", SeverityLabel.Critical), (finding.Source, finding.Type, finding.Severity.Label));
        Assert.Equal(["AWS::IAM::AccessKey=AKIAIOSFODNN7EXAMPLE"], finding.Ids(Involvement.Affected));
        Assert.Equal(("111122223333", "us-east-1", FindingStatus.Active), (finding.Account, finding.Region, finding.Status));
    }

    [Fact]
    public void All_pages_updates_and_backup_copies_are_one_finding()
    {
        var first = Sample.Read("health/exposed-key.json");
        var copy = Sample.Read("health/exposed-key.json", d =>
        {
            d["page"] = "2";
            d["backupEvent"] = "true";
            d["communicationId"] = "other-2";
            d["affectedEntities"]![0]!["entityValue"] = "AKIAEXAMPLEKEY000009";
        });

        Assert.Equal(first.Id, copy.Id);
        Assert.Equal(["AWS::IAM::AccessKey=AKIAEXAMPLEKEY000009"], copy.Ids(Involvement.Affected));
    }

    [Fact]
    public void The_same_event_in_two_accounts_is_two_findings() =>
        Assert.NotEqual(Sample.Read("health/exposed-key.json").Id, Sample.Read("health/exposed-key.json", d => d["affectedAccount"] = "444455556666").Id);

    [Fact]
    public void An_instance_that_abuses_others_is_an_actor_in_its_own_Region()
    {
        var finding = Sample.Read("health/abuse-report.json");

        Assert.Equal(["AWS::EC2::Instance=i-0a1b2c3d4e5f60718"], finding.Ids(Involvement.Affected));
        Assert.Equal(ResourceRole.Actor, finding.Role);
        Assert.Equal(("us-east-1", "eu-west-1"), (finding.Region, finding.Where(finding.Resources[0]).Region));
    }

    [Fact]
    public void A_closed_event_is_resolved() =>
        Assert.Equal(FindingStatus.Resolved, Sample.Read("health/exposed-key.json", d => d["statusCode"] = "closed").Status);

    [Fact]
    public void An_event_about_operations_is_no_finding_and_nobody_needs_to_look_at_it()
    {
        var result = Assert.IsType<SourceResult.Rejected>(Sample.Try("health/exposed-key.json", d => d["service"] = "EC2"));

        Assert.True(result.IsHarmless);
    }

    [Theory]
    [InlineData("arn:aws-cn:health:global::event/ABUSE/X/Y", "aws-cn", "cn-north-1")]
    [InlineData("arn:aws-us-gov:health:global::event/ABUSE/X/Y", "aws-us-gov", "us-gov-west-1")]
    public void A_global_event_is_where_the_partition_keeps_its_global_services(string arn, string partition, string region)
    {
        var finding = Sample.Read("health/abuse-report.json", d => d["eventArn"] = arn);

        Assert.Equal((partition, region), (finding.Partition, finding.Region));
    }
}
