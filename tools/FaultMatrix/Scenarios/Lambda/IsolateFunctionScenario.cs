using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Lambda;

internal sealed class IsolateFunctionScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new IsolateFunction();

    protected override string Sample => "guardduty/lambda-c2.json";

    public override void Seed(SandboxAccount account) =>
        SandboxAccount.OpenFunction(account.AddFunction("orders", reserved: 20, eventSources: ["Enabled", "Disabled"], region: Region));
}
