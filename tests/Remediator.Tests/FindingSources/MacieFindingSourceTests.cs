using Remediator.Findings;

namespace Remediator.Tests.FindingSources;

public sealed class MacieFindingSourceTests
{
    [Fact]
    public void A_finding_about_a_policy_is_about_the_bucket_and_names_who_changed_it()
    {
        var finding = Sample.Read("macie/policy-public-bucket.json");

        Assert.Equal(("macie", "Policy:IAMUser/S3BucketPublic", SeverityLabel.High, 2), (finding.Source, finding.Type, finding.Severity.Label, finding.Count));
        Assert.Equal(["AWS::S3::Bucket=uploads-eu"], finding.Ids(Involvement.Affected));
        Assert.Equal(["AWS::IAM::Role=deploy"], finding.Ids(Involvement.Actor));
        Assert.Equal(new Actor("203.0.113.9", "Netherlands", Principal: "arn:aws:sts::111122223333:assumed-role/deploy/ci", Api: "s3:PutBucketPolicy"), finding.Actor);
        Assert.Equal("shop", finding.Resources[0].Tags!["team"]);
    }

    [Fact]
    public void Sensitive_data_is_in_an_object_of_a_bucket()
    {
        var finding = Sample.Read("macie/sensitive-object.json");

        Assert.Equal(["AWS::S3::Object=in/a b.csv", "AWS::S3::Bucket=uploads-eu"], finding.Ids(Involvement.Affected));
        Assert.Equal(("uploads-eu", SeverityLabel.Medium), (finding.Resources[0].Detail(ResourceDetails.BucketName), finding.Severity.Label));
    }

    [Fact]
    public void Samples_and_archived_findings_are_told_as_such()
    {
        Assert.True(Sample.Read("macie/sensitive-object.json", d => d["sample"] = true).IsSample);
        Assert.Equal(FindingStatus.Suppressed, Sample.Read("macie/sensitive-object.json", d => d["archived"] = true).Status);
    }
}
