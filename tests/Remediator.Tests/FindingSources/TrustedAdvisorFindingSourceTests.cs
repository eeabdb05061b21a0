using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class TrustedAdvisorFindingSourceTests
{
    private const string Exposed = "trustedadvisor/exposed-key.json";

    [Fact]
    public void An_exposed_key_is_critical_and_known_by_its_user()
    {
        var finding = Sample.Read(Exposed);

        Assert.Equal(("trustedadvisor", "Exposed Access Keys", SeverityLabel.Critical), (finding.Source, finding.Type, finding.Severity.Label));
        var key = Assert.Single(finding.Resources);
        Assert.Equal((ResourceKinds.AccessKey, "AKIAIOSFODNN7EXAMPLE", "alice"), (key.Kind, key.Id, key.Detail(ResourceDetails.UserName)));
    }

    [Fact]
    public void A_refresh_of_the_same_key_is_the_same_finding() =>
        Assert.Equal(Sample.Read(Exposed).Id, Sample.Read(Exposed, d => d["uuid"] = "another").Id);

    [Theory]
    [InlineData("OK", FindingStatus.Resolved)]
    [InlineData("WARN", FindingStatus.Active)]
    public void The_status_says_whether_it_stands(string status, FindingStatus expected) =>
        Assert.Equal(expected, Sample.Read(Exposed, d => d["status"] = status).Status);

    [Theory]
    [InlineData("root")]
    [InlineData("<root_account>")]
    public void A_key_of_the_root_user_is_told_as_one(string name) =>
        Assert.Equal("Root", Sample.Read(Exposed, d => d["check-item-detail"]!["User Name (IAM or Root)"] = name).Resources[0].Detail(ResourceDetails.UserType));

    [Fact]
    public void Suspicious_use_is_less_than_a_key_found_in_public() =>
        Assert.Equal(SeverityLabel.High, Sample.Read(Exposed, d => d["check-item-detail"]!["Fraud Type"] = "Suspected").Severity.Label);

    [Fact]
    public void Other_checks_are_no_threats()
    {
        Assert.True(Assert.IsType<SourceResult.Rejected>(Sample.Try(Exposed, d => d["check-name"] = "Amazon RDS Idle DB Instances")).IsHarmless);
        Assert.False(Assert.IsType<SourceResult.Rejected>(Sample.Try(Exposed, d => d["status"] = "NEW")).IsHarmless);
    }
}
