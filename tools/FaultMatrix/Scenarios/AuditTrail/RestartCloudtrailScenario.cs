using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.AuditTrail;

internal sealed class RestartCloudtrailScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new RestartCloudtrail();

    protected override string Sample => "cloudtrail/stop-logging.json";

    public override void Seed(SandboxAccount account) => account.AddTrail("main", region: Region);
}
