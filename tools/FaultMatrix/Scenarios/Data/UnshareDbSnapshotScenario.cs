using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.AuditTrail;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class UnshareDbSnapshotScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new UnshareDbSnapshot();

    protected override string Sample => "cloudtrail/public-db-snapshot.json";

    public override bool Releases => true;

    public override void Seed(SandboxAccount account) =>
        account.Region(Region).DatabaseSnapshots["orders-2026-09-14"] = new DatabaseSnapshot { Id = "orders-2026-09-14", SharedWith = ["all"] };
}
