using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Eks;

internal sealed class RemoveAnonymousBindingsScenario : KubernetesScenario
{
    public override Remediation Remediation { get; } = new RemoveAnonymousBindings();

    protected override string Sample => "guardduty/kubernetes-anonymous.json";

    public override void Seed(SandboxAccount account)
    {
        base.Seed(account);
        account.AddBinding(Cluster, null, "system:public-info-viewer", "system:public-info-viewer", ["Group system:authenticated", "Group system:unauthenticated"], Region);
        account.AddBinding(Cluster, null, "debug", "cluster-admin", ["User system:anonymous", "User alice"], Region);
        account.AddBinding(Cluster, "web", "everybody", "view", ["Group system:unauthenticated"], Region);
    }
}
