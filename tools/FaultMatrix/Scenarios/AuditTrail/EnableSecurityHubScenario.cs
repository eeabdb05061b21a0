using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.AuditTrail;

internal sealed class EnableSecurityHubScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new EnableSecurityHub();

    protected override string Sample => "cloudtrail/disable-security-hub.json";

    public override void Seed(SandboxAccount account) => account.Region(Region).SecurityHub = null;
}
