using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class DisableAccessKeysScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new DisableAccessKeys();

    protected override string Sample => "guardduty/access-key-exfiltration.json";

    protected override string? Options => """{"keys":"all"}""";

    public override void Seed(SandboxAccount account) =>
        account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"], new() { ["team"] = "finance" });
}
