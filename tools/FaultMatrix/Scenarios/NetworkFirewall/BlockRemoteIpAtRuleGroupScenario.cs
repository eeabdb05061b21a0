using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.NetworkFirewall;

internal sealed class BlockRemoteIpAtRuleGroupScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new BlockRemoteIpAtRuleGroup();

    protected override string Sample => Instances.Sample;

    protected override string? Options => """{"ruleGroup":"attackers"}""";

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        account.Region(Region).RuleGroups["attackers"] = new FirewallRuleGroup { Name = "attackers", Rules = "# made for blocking\n" };
    }
}
