using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Ec2;

internal sealed class ReplaceInstanceProfileScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new ReplaceInstanceProfile();

    protected override string Sample => Instances.Sample;

    public override void Seed(SandboxAccount account) => Instances.Seed(account);
}
