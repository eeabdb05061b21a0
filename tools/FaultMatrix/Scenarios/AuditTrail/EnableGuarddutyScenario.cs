using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.AuditTrail;

internal sealed class EnableGuarddutyScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new EnableGuardduty();

    protected override string Sample => "cloudtrail/suspend-guardduty.json";

    public override void Seed(SandboxAccount account) => account.AddDetector(id: "12abc34d567e8fa901bc2d34e56789f0", region: Region);
}
