using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.FindingSources;

public sealed class ObjectScanTests
{
    private const string Scan = "guardduty/object-scan.json";

    [Fact]
    public void Malware_in_an_object_is_of_the_type_of_GuardDutys_own_finding()
    {
        var finding = Sample.Read(Scan);

        Assert.Equal(("guardduty", "Object:S3/MaliciousFile", SeverityLabel.High), (finding.Source, finding.Type, finding.Severity.Label));
        Assert.Equal(["AWS::S3::Object=in/invoice.zip", "AWS::S3::Bucket=uploads-eu"], finding.Ids(Involvement.Affected));
        Assert.Equal(("uploads-eu", "d41d8cd98f00b204e9800998eEXAMPLE"), (finding.Resources[0].Detail(ResourceDetails.BucketName), finding.Resources[0].Detail(ResourceDetails.Version)));
    }

    [Fact]
    public void The_content_that_was_found_is_a_detail_of_the_object()
    {
        var finding = Sample.Read("guardduty/public-bucket.json", d =>
        {
            d["type"] = "Object:S3/MaliciousFile";
            d["resource"]!["resourceType"] = "S3Object";
            d["resource"]!["s3BucketDetails"]![0]!["s3ObjectDetails"] = JsonNode.Parse("""[{"key":"in/invoice.zip","eTag":"2a6f"}]""");
        });

        Assert.Equal("ASIAI44QH8DHBEXAMPLE", Sample.Read(Scan).Resources[0].Detail(ResourceDetails.ETag));
        Assert.Equal("2a6f", finding.Resources.Single(r => r.Kind == ResourceKinds.S3Object).Detail(ResourceDetails.ETag));
    }

    [Fact]
    public void Another_version_under_the_same_key_is_another_finding() =>
        Assert.NotEqual(Sample.Read(Scan).Id, Sample.Read(Scan, d => d["s3ObjectDetails"]!["versionId"] = "v2").Id);

    [Theory]
    [InlineData("NO_THREATS_FOUND")]
    [InlineData("UNSUPPORTED")]
    [InlineData("ACCESS_DENIED")]
    public void A_scan_that_found_nothing_is_no_finding(string status) =>
        Assert.True(Assert.IsType<SourceResult.Rejected>(Sample.Try(Scan, d => d["scanResultDetails"]!["scanResultStatus"] = status)).IsHarmless);

    /// <remarks>Whoever uploads an object chooses its key.</remarks>
    [Fact]
    public void An_object_whose_key_can_not_be_shown_is_told_by_its_bucket()
    {
        var finding = Sample.Read(Scan, d => d["s3ObjectDetails"]!["objectKey"] = "in/in\u200bvoice.zip");

        Assert.Equal(["AWS::S3::Bucket=uploads-eu"], finding.Ids(Involvement.Affected));
        Assert.Contains("'in/in?voice.zip'", finding.Title, StringComparison.Ordinal);
        Assert.NotEqual(finding.Id, Sample.Read(Scan, d => d["s3ObjectDetails"]!["objectKey"] = "in/in\u200dvoice.zip").Id);
        Assert.Equal(["unknown-data"], new PlaybookMatcher(Shipped.Playbooks).Match(finding).Answers.Select(m => m.Playbook.Id));
    }
}
