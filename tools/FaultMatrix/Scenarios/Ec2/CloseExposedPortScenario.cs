using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Ec2;

internal sealed class CloseExposedPortScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new CloseExposedPort();

    protected override string Sample => Instances.Sample;

    protected override string? Options => """{"ports":[22]}""";

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        Instances.OpenSsh(account);
    }
}
