using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Ec2;

internal sealed class SnapshotVolumesScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new SnapshotVolumes();

    protected override string Sample => Instances.Sample;

    public override bool Releases => false;

    public override void Seed(SandboxAccount account) => Instances.Seed(account);
}
