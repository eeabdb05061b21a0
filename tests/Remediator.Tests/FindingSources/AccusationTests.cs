using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.FindingSources;

/// <summary>Which findings say that their resource acts for an attacker, and which that it could be abused, or is only attacked.</summary>
public sealed class AccusationTests
{
    [Theory]
    [InlineData("guardduty/c2-activity.json")]
    [InlineData("guardduty/c2-dns-query.json")]
    [InlineData("guardduty/unusual-dns-resolver.json")]
    [InlineData("guardduty/ecs-ptrace.json")]
    [InlineData("guardduty/lambda-c2.json")]
    [InlineData("guardduty/access-key-exfiltration.json")]
    [InlineData("guardduty/role-credential-exfiltration.json")]
    [InlineData("guardduty/console-login.json")]
    [InlineData("guardduty/attack-sequence-group.json")]
    [InlineData("securityhub/c2-activity.json")]
    [InlineData("health/exposed-key.json")]
    [InlineData("health/abuse-report.json")]
    [InlineData("trustedadvisor/exposed-key.json")]
    [InlineData("cognito/account-takeover.json")]
    [InlineData("recorded/crypto-mining.json")]
    [InlineData("recorded/role-escalation.json")]
    [InlineData("guardduty/rds-login.json")]
    [InlineData("guardduty/container-malicious-file.json")]
    public void What_acts_for_an_attacker_is_accused(string sample) => Assert.True(Accuses(sample, Involvement.Affected));

    [Theory]
    [InlineData("guardduty/ssh-bruteforce-target.json")]
    [InlineData("guardduty/port-scan-target.json")]
    [InlineData("guardduty/port-probe.json")]
    [InlineData("guardduty/s3-exfiltration.json")]
    [InlineData("guardduty/kubernetes-malicious-caller.json")]
    [InlineData("recorded/port-probe.json")]
    [InlineData("recorded/ssh-bruteforce.json")]
    [InlineData("recorded/rds-tor-caller.json")]
    [InlineData("cloudtrail/disable-key.json")]
    [InlineData("securityhub/imported-threat.json")]
    [InlineData("shield/attack.json")]
    public void What_is_only_attacked_is_not(string sample) => Assert.False(Accuses(sample, Involvement.Affected));

    /// <summary>A target, and the finding does not say who opened the connection: not known is not accused.</summary>
    [Fact]
    public void What_may_be_only_attacked_is_not() => Assert.False(Accuses("securityhub/c2-activity-v2.json", Involvement.Affected));

    [Theory]
    [InlineData("access-analyzer/public-bucket.json")]
    [InlineData("config/bucket-public-read.json")]
    [InlineData("guardduty/public-bucket.json")]
    [InlineData("guardduty/root-credentials.json")]
    [InlineData("inspector2/vulnerable-instance.json")]
    [InlineData("macie/policy-public-bucket.json")]
    [InlineData("macie/sensitive-object.json")]
    [InlineData("securityhub/public-bucket-control.json")]
    [InlineData("securityhub/public-bucket-control-v2.json")]
    public void What_could_be_abused_is_not(string sample) => Assert.False(Accuses(sample, Involvement.Affected));

    [Theory]
    [InlineData("guardduty/s3-exfiltration.json", true)]
    [InlineData("cloudtrail/stop-logging.json", true)]
    [InlineData("securityhub/imported-threat.json", true)]
    [InlineData("macie/policy-public-bucket.json", false)]
    public void Of_a_threat_the_principal_that_acted_is(string sample, bool accused) => Assert.Equal(accused, Accuses(sample, Involvement.Actor));

    private static bool Accuses(string sample, Involvement involvement)
    {
        var finding = Shipped.Finding(sample);
        var resource = finding.Resources.FirstOrDefault(r => r.Involvement == involvement);
        Assert.True(resource is not null, sample);
        return FindingSourceCatalogue.Find(finding.Source)!.Accuses(finding, resource);
    }
}
