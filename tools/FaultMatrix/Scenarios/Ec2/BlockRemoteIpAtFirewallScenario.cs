using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Ec2;

internal sealed class BlockRemoteIpAtFirewallScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new BlockRemoteIpAtFirewall();

    protected override string Sample => Instances.Sample;

    protected override string? Options => """{"prefixList":"attackers"}""";

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        account.AddPrefixList("attackers").Entries["198.51.100.1/32"] = "mine";
    }
}
