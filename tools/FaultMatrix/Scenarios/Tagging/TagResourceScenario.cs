using Remediator.Cli.Sandbox;
using Remediator.Remediations;
using Remediator.FaultMatrix.Scenarios.Ec2;

namespace Remediator.FaultMatrix.Scenarios.Tagging;

internal sealed class TagResourceScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new TagResource();

    protected override string Sample => Instances.Sample;

    protected override string? Options => """{"tags":{"team":"security","case":"open"}}""";

    public override void Seed(SandboxAccount account) => Instances.Seed(account);
}
