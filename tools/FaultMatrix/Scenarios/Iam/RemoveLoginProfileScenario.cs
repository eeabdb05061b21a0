using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class RemoveLoginProfileScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new RemoveLoginProfile();

    protected override string Sample => "guardduty/access-key-exfiltration.json";

    protected override bool AllowIrreversible => true;

    public override bool Releases => false;

    public override void Seed(SandboxAccount account) =>
        account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE"]).PasswordCreated = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
