using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class QuarantineRoleScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new QuarantineRole();

    protected override string Sample => "guardduty/role-credential-exfiltration.json";

    /// <summary>The finding names the role by the id that the account gives to its first one.</summary>
    public override string Document(int version = 0) => base.Document(version).Replace("AROAEXAMPLEROLEID001", "AROASANDBOX0000000001", StringComparison.Ordinal);

    public override void Seed(SandboxAccount account) => account.AddRole("web-server");
}
