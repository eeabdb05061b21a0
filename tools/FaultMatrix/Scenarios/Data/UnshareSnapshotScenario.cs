using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.AuditTrail;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class UnshareSnapshotScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new UnshareSnapshot();

    protected override string Sample => "cloudtrail/public-snapshot.json";

    public override bool Releases => true;

    public override void Seed(SandboxAccount account)
    {
        var snapshot = new VolumeSnapshot { Id = "snap-0a1b2c3d4e5f60718", VolumeId = "vol-0a1b2c3d4e5f60718" };
        snapshot.SharedWith.UnionWith(["444455556666", "all"]);
        account.Region(Region).Snapshots[snapshot.Id] = snapshot;
    }
}
