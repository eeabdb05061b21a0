using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Ec2;

internal sealed class IsolateInstanceScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new IsolateInstance();

    protected override string Sample => Instances.Sample;

    protected override string? Options => """{"flows":"cut"}""";

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        Instances.Surround(account);
    }
}
