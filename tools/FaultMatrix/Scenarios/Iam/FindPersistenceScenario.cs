using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class FindPersistenceScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new FindPersistence();

    protected override string Sample => "guardduty/access-key-exfiltration.json";

    public override bool Changes => false;

    public override bool Releases => false;

    public override void Seed(SandboxAccount account) => account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE"]);
}
