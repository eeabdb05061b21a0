using Remediator.Cli.Sandbox;

namespace Remediator.FaultMatrix.Scenarios.Eks;

/// <summary>A cluster that lets the action role in.</summary>
internal abstract class KubernetesScenario : RemediationScenario
{
    protected const string Cluster = "shop";

    protected override string Sample => "guardduty/kubernetes-mining-pod.json";

    public override void Seed(SandboxAccount account)
    {
        account.AddCluster(Cluster, region: Region);
        account.AddAccessEntry(Cluster, $"arn:aws:iam::{Account}:role/RemediatorAction", groups: ["remediator"], region: Region);
        account.AddPod(Cluster, "web", "web-7d4b9c-x2x9z", region: Region);
    }
}
