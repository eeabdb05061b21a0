using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Eks;

internal sealed class CloseClusterEndpointScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new CloseClusterEndpoint();

    protected override string Sample => "guardduty/kubernetes-anonymous.json";

    protected override string Options => """{"allow":["203.0.113.0/24"]}""";

    public override void Seed(SandboxAccount account) => account.AddCluster("shop", region: Region).UpdateTime = TimeSpan.FromSeconds(1);
}
