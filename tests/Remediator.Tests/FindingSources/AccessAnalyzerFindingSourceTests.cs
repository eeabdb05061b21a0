using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class AccessAnalyzerFindingSourceTests
{
    private const string PublicBucket = "access-analyzer/public-bucket.json";

    [Fact]
    public void Public_access_is_high_and_the_resource_is_affected()
    {
        var finding = Sample.Read(PublicBucket);

        Assert.Equal(("access-analyzer", "ExternalAccess", SeverityLabel.High), (finding.Source, finding.Type, finding.Severity.Label));
        Assert.Equal(["AWS::S3::Bucket=uploads-eu"], finding.Ids(Involvement.Affected));
        Assert.Null(finding.Actor);
    }

    [Fact]
    public void Access_of_one_other_account_is_less() =>
        Assert.Equal(SeverityLabel.Medium, Sample.Read(PublicBucket, d => d["isPublic"] = false).Severity.Label);

    [Theory]
    [InlineData("ACTIVE", false, FindingStatus.Active)]
    [InlineData("ARCHIVED", false, FindingStatus.Suppressed)]
    [InlineData("RESOLVED", false, FindingStatus.Resolved)]
    [InlineData("ACTIVE", true, FindingStatus.Resolved)]
    public void The_status_says_whether_it_stands(string status, bool deleted, FindingStatus expected) =>
        Assert.Equal(expected, Sample.Read(PublicBucket, d => (d["status"], d["isDeleted"]) = (status, deleted)).Status);

    [Fact]
    public void An_unknown_status_is_rejected() =>
        Assert.Contains("'FROZEN'", Sample.Reason(Sample.Try(PublicBucket, d => d["status"] = "FROZEN")), StringComparison.Ordinal);

    [Fact]
    public void A_finding_that_the_analysis_failed_is_of_a_type_of_its_own()
    {
        var finding = Sample.Read(PublicBucket, d => d["error"] = "INTERNAL_ERROR");

        Assert.Equal(("ExternalAccess.Error", SeverityLabel.Informational), (finding.Type, finding.Severity.Label));
    }

    [Fact]
    public void Unused_access_has_its_own_id_field_and_is_low()
    {
        var document = Sample.Json(PublicBucket);
        document["detail-type"] = "Unused Access Finding for IAM entities";
        var detail = document["detail"]!.AsObject();
        detail.Remove("id");
        detail["findingId"] = "b01a34f2-e118-46c9-aef8-0d8526b495c7";
        detail["findingType"] = "UnusedIAMRole";
        detail["isPublic"] = false;
        (detail["resource"], detail["resourceType"]) = ("arn:aws:iam::111122223333:role/team/old", "AWS::IAM::Role");

        var finding = Sample.One(FindingReader.Read(document.ToJsonString()));

        Assert.Equal(("b01a34f2-e118-46c9-aef8-0d8526b495c7", "UnusedIAMRole", SeverityLabel.Low), (finding.Id, finding.Type, finding.Severity.Label));
        Assert.Equal(["AWS::IAM::Role=old"], finding.Ids(Involvement.Affected));
    }

    [Fact]
    public void A_resource_whose_type_and_ARN_disagree_is_never_taken_for_one_that_can_be_acted_on()
    {
        var resource = Sample.Read(PublicBucket, d => d["resourceType"] = "AWS::IAM::Role").Resources[0];

        Assert.False(resource.HasWellFormedId);
    }
}
