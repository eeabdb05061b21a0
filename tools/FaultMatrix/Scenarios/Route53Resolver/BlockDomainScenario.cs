using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Route53Resolver;

internal sealed class BlockDomainScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new BlockDomain();

    protected override string Sample => "guardduty/c2-dns-query.json";

    protected override string? Options => """{"list":"blocked"}""";

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        account.AddDomainList("blocked", [account.Region(Region).Instances[Instances.Id].VpcId]).Domains.Add("other.example");
    }
}
