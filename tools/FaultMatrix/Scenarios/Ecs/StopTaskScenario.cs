using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Ecs;

internal sealed class StopTaskScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new StopTask();

    protected override string Sample => "guardduty/ecs-mining.json";

    protected override bool AllowIrreversible => true;

    public override void Seed(SandboxAccount account)
    {
        account.AddService("web", region: Region);
        account.AddTask(service: "web", id: "0a1b2c3d4e5f60718293a4b5c6d7e8f9", region: Region);
    }
}
