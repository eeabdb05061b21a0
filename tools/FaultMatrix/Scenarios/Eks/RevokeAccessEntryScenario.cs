using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Eks;

internal sealed class RevokeAccessEntryScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new RevokeAccessEntry();

    protected override string Sample => "guardduty/kubernetes-malicious-caller.json";

    public override void Seed(SandboxAccount account)
    {
        account.AddCluster("shop", mode: "API_AND_CONFIG_MAP", region: Region);
        account.AddAccessEntry("shop", $"arn:aws:iam::{Account}:role/ops/admin", ["AmazonEKSClusterAdminPolicy"], region: Region);
        account.AddRole("deploy", "/ci/", id: "AROA3XFRBF535EXAMPLE");
        var entry = account.AddAccessEntry("shop", $"arn:aws:iam::{Account}:role/ci/deploy", ["AmazonEKSClusterAdminPolicy", "AmazonEKSViewPolicy"], ["deployers"], tags: new Tags { ["team"] = "shop" }, region: Region);
        entry.Policies["arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"].Add("web");
    }
}
