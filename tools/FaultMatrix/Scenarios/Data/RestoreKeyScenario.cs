using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.AuditTrail;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class RestoreKeyScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new RestoreKey();

    protected override string Sample => "cloudtrail/disable-key.json";

    public override bool Releases => true;

    public override void Seed(SandboxAccount account) =>
        account.Region(Region).Keys["0a1b2c3d-1111-4222-8333-444455556666"] = new KmsKey { Id = "0a1b2c3d-1111-4222-8333-444455556666", State = "Disabled" };
}
