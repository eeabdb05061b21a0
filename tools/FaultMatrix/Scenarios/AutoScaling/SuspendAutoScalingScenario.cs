using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.AutoScaling;

internal sealed class SuspendAutoScalingScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new SuspendAutoScaling();

    protected override string Sample => Instances.Sample;

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        Instances.Surround(account);
    }
}
