using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.AuditTrail;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class DenyPullScenario : AuditScenario
{
    public override Remediation Remediation { get; } = new DenyPull();

    protected override string Sample => "cloudtrail/public-repository.json";

    public override bool Releases => true;

    public override void Seed(SandboxAccount account) => account.Region(Region).Repositories["web"] = new ImageRepository { Name = "web" };
}
