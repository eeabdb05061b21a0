using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.AuditTrail;

internal sealed class StartConfigRecorderScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new StartConfigRecorder();

    protected override string Sample => "cloudtrail/stop-config-recorder.json";

    public override void Seed(SandboxAccount account) => account.AddConfigRecorder(region: Region);
}
