using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class ShieldAndCognitoTests
{
    [Fact]
    public void An_alarm_on_Shields_metric_is_an_attack_on_the_resource_of_its_dimension()
    {
        var finding = Sample.Read("shield/attack.json");

        Assert.Equal(("shield", "DDoSDetected", SeverityLabel.High, FindingStatus.Active), (finding.Source, finding.Type, finding.Severity.Label, finding.Status));
        Assert.Equal(["AWS::ElasticLoadBalancingV2::LoadBalancer=arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188"], finding.Ids(Involvement.Affected));
    }

    [Fact]
    public void The_alarm_that_ends_is_the_same_finding_resolved()
    {
        var over = Sample.Read("shield/attack.json", d => d["state"]!["value"] = "OK");

        Assert.Equal((Sample.Read("shield/attack.json").Id, FindingStatus.Resolved), (over.Id, over.Status));
        Assert.True(Assert.IsType<SourceResult.Rejected>(Sample.Try("shield/attack.json", d => d["state"]!["value"] = "INSUFFICIENT_DATA")).IsHarmless);
    }

    [Fact]
    public void An_alarm_cannot_speak_for_another_account() =>
        Assert.Contains("999988887777", Sample.Reason(Sample.Try("shield/attack.json", d => d["configuration"]!["metrics"]![0]!["metricStat"]!["metric"]!["dimensions"]!["ResourceArn"] = "arn:aws:ec2:eu-west-1:999988887777:instance/i-0a1b2c3d4e5f60718")), StringComparison.Ordinal);

    [Fact]
    public void Other_alarms_are_nobodys() =>
        Assert.Contains("which no finding source reads", Sample.Reason(Sample.Try("shield/attack.json", d => d["configuration"]!["metrics"]![0]!["metricStat"]!["metric"]!["name"] = "CPUUtilization")), StringComparison.Ordinal);

    [Fact]
    public void A_record_cannot_take_the_identity_of_another_sources_finding() =>
        Assert.Contains("no user pool", Sample.Reason(Sample.Try("cognito/compromised-credentials.json", d => d["message"]!["userPoolId"] = "arn:aws:guardduty:eu-west-1:111122223333:detector/0a1b/finding")), StringComparison.Ordinal);

    [Fact]
    public void A_stolen_password_names_the_user_of_the_pool()
    {
        var finding = Sample.Read("cognito/compromised-credentials.json");

        Assert.Equal(("cognito", "CompromisedCredentials", SeverityLabel.High), (finding.Source, finding.Type, finding.Severity.Label));
        var user = Assert.Single(finding.Resources);
        Assert.Equal((ResourceKinds.UserPoolUser, "alice", "eu-west-1_EXAMPLE"), (user.Kind, user.Id, user.Detail(ResourceDetails.UserPoolId)));
        Assert.Equal("203.0.113.9", finding.Actor!.RemoteIp);
    }

    [Theory]
    [InlineData("ACCOUNT_TAKEOVER", "High", SeverityLabel.High)]
    [InlineData("BLOCK", "Medium", SeverityLabel.Medium)]
    public void Cognitos_own_level_is_the_severity_of_a_takeover(string decision, string level, SeverityLabel expected)
    {
        var finding = Sample.Read("cognito/compromised-credentials.json", d =>
            (d["message"]!["compromisedCredentialDetected"], d["message"]!["riskDecision"], d["message"]!["riskLevel"]) = ("false", decision, level));

        Assert.Equal(("AccountTakeover", expected), (finding.Type, finding.Severity.Label));
    }

    [Fact]
    public void An_ordinary_sign_in_is_no_threat() =>
        Assert.True(Assert.IsType<SourceResult.Rejected>(Sample.Try("cognito/compromised-credentials.json", d => d["message"]!["compromisedCredentialDetected"] = "false")).IsHarmless);
}
