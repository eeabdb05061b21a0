using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class DisableUserCredentialsScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new DisableUserCredentials();

    protected override string Sample => "guardduty/access-key-exfiltration.json";

    public override void Seed(SandboxAccount account)
    {
        var alice = account.AddUser("alice", ["AKIAIOSFODNN7EXAMPLE"]);
        alice.Credentials["ACCA1EXAMPLE"] = new UserCredential("service", Service: "bedrock.amazonaws.com");
        alice.Credentials["APKA1EXAMPLE"] = new UserCredential("ssh");
    }
}
