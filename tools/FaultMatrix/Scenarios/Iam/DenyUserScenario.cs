using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class DenyUserScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new DenyUser();

    protected override string Sample => "guardduty/access-key-exfiltration.json";

    public override void Seed(SandboxAccount account) => account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE"]);
}
