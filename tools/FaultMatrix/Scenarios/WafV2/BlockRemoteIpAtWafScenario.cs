using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.WafV2;

internal sealed class BlockRemoteIpAtWafScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new BlockRemoteIpAtWaf();

    protected override string Sample => Instances.Sample;

    protected override string? Options => """{"ipSet":"attackers"}""";

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        account.AddIpSet("attackers").Addresses.Add("198.51.100.1/32");
    }
}
