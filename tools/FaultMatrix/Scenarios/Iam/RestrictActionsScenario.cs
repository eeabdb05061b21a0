using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class RestrictActionsScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new RestrictActions();

    protected override string Sample => "guardduty/access-key-exfiltration.json";

    public override void Seed(SandboxAccount account) => account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE"]);
}
