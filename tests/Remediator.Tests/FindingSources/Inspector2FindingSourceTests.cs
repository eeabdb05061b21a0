using System.Text.Json.Nodes;
using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class Inspector2FindingSourceTests
{
    [Fact]
    public void Reads_which_instance_is_vulnerable()
    {
        var finding = Sample.Read("inspector2/vulnerable-instance.json");

        Assert.Equal(("inspector2", "PACKAGE_VULNERABILITY"), (finding.Source, finding.Type));
        Assert.StartsWith("arn:aws:inspector2:eu-west-1:111122223333:finding/", finding.Id, StringComparison.Ordinal);
        Assert.Equal(new Severity(10), finding.Severity);
        Assert.Equal("CVE-2021-44228 - org.apache.logging.log4j:log4j-core", finding.Title);
        var instance = Assert.Single(finding.Resources);
        Assert.Equal((ResourceKinds.Instance, Sample.Instance), (instance.Kind, instance.Id));
        Assert.Equal("arn:aws:iam::111122223333:instance-profile/web-server", instance.Detail(ResourceDetails.InstanceProfileArn));
        Assert.Equal("shop", instance.Tags!["team"]);
    }

    [Fact]
    public void A_date_that_is_not_ISO_is_read() =>
        Assert.Equal(DateTimeOffset.Parse("2026-09-14T02:40:36.951Z", null), Sample.Read("inspector2/vulnerable-instance.json").UpdatedAt);

    [Fact]
    public void A_weekday_that_does_not_match_its_date_is_passed_over() =>
        Assert.Equal(
            DateTimeOffset.Parse("2016-06-05T10:00:00Z", null),
            Sample.Read("inspector2/vulnerable-instance.json", d => d["updatedAt"] = "Mon Jun 05 10:00:00.000 UTC 2016").UpdatedAt);

    [Fact]
    public void A_closed_finding_is_resolved_under_the_same_identity()
    {
        var open = Sample.Read("inspector2/vulnerable-instance.json");
        var closed = Sample.Read("inspector2/closed.json");

        Assert.Equal((open.Id, FindingStatus.Resolved), (closed.Id, closed.Status));
    }

    [Fact]
    public void A_suppressed_finding_is_suppressed() =>
        Assert.Equal(FindingStatus.Suppressed, Sample.Read("inspector2/vulnerable-instance.json", d => d["status"] = "SUPPRESSED").Status);

    [Fact]
    public void A_function_is_named_without_its_version()
    {
        var function = Assert.Single(Sample.Read("inspector2/lambda-vulnerability.json").Resources);

        Assert.Equal((ResourceKinds.Function, "order-export", "$LATEST"), (function.Kind, function.Id, function.Detail(ResourceDetails.Version)));
        Assert.EndsWith(":function:order-export:$LATEST", function.Arn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ECR_CONTAINER_IMAGE", "arn:aws:ecr:eu-west-1:111122223333:repository/team/shop/sha256:74b2", ResourceKinds.ContainerImage, "arn:aws:ecr:eu-west-1:111122223333:repository/team/shop/sha256:74b2")]
    [InlineData("AWS_ECR_REPOSITORY", "arn:aws:ecr:eu-west-1:111122223333:repository/team/shop", ResourceKinds.EcrRepository, "team/shop")]
    [InlineData("CODE_REPOSITORY", "arn:aws:inspector2:eu-west-1:111122223333:codesecurity-integration/1/project-2", "CODE_REPOSITORY", "arn:aws:inspector2:eu-west-1:111122223333:codesecurity-integration/1/project-2")]
    [InlineData("SOMETHING_NEW", "x-1", "SOMETHING_NEW", "x-1")]
    public void Every_resource_type_has_its_kind(string type, string id, string kind, string expected)
    {
        var resource = Assert.Single(Sample.Read("inspector2/vulnerable-instance.json", d => d["resources"] = new JsonArray(new JsonObject { ["type"] = type, ["id"] = id })).Resources);

        Assert.Equal((kind, expected), (resource.Kind, resource.Id));
    }

    [Fact]
    public void An_image_names_its_repository() =>
        Assert.Equal("team/shop", Sample.Read("inspector2/vulnerable-instance.json", d => d["resources"] = JsonNode.Parse(
            """[{"type":"AWS_ECR_CONTAINER_IMAGE","id":"arn:aws:ecr:eu-west-1:111122223333:repository/team/shop/sha256:74b2"}]""")).Resources[0].Detail(ResourceDetails.Repository));

    [Theory]
    [InlineData("\"HIGH\"", "7.8", 7.8)]
    [InlineData("\"HIGH\"", "9.8", 7)] // the label decides
    [InlineData("\"HIGH\"", "null", 7)]
    [InlineData("\"UNTRIAGED\"", "5.5", 5.5)]
    [InlineData("\"UNTRIAGED\"", "null", 0)]
    [InlineData("8.1", "null", 8.1)]
    public void The_label_decides_the_band_and_the_score_the_place_in_it(string severity, string score, double expected) =>
        Assert.Equal(new Severity(expected), Sample.Read("inspector2/vulnerable-instance.json", d =>
        {
            d["severity"] = JsonNode.Parse(severity);
            d["inspectorScore"] = JsonNode.Parse(score);
        }).Severity);

    [Fact]
    public void A_bare_finding_and_an_answer_of_ListFindings_are_read()
    {
        var finding = Sample.Json("inspector2/vulnerable-instance.json")["detail"]!.ToJsonString();

        Assert.Equal(Sample.Instance, Sample.One(FindingReader.Read(finding)).Resources[0].Id);
        Assert.Equal(Sample.Instance, Sample.One(FindingReader.Read($$"""{"findings":[{{finding}}],"nextToken":null}""")).Resources[0].Id);
    }

    [Theory]
    [InlineData("Inspector2 Scan")]
    [InlineData("Inspector2 Coverage")]
    public void Other_events_are_rejected_by_their_name(string detailType)
    {
        var document = Sample.Json("inspector2/vulnerable-instance.json");
        document["detail-type"] = detailType;

        Assert.Contains(detailType, Sample.Reason(FindingReader.Read(document.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_without_an_ARN_is_rejected() =>
        Assert.Contains("no ARN", Sample.Reason(Sample.Try("inspector2/vulnerable-instance.json", d => d.AsObject().Remove("findingArn"))), StringComparison.Ordinal);
}
