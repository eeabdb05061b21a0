using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Ec2;

internal sealed class RequireImdsv2Scenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new RequireImdsv2();

    protected override string Sample => Instances.Sample;

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        account.Region(Region).Instances[Instances.Id].HttpTokens = "optional";
    }
}
