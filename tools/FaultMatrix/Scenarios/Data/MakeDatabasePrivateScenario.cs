using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class MakeDatabasePrivateScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new MakeDatabasePrivate();

    protected override string Sample => "guardduty/rds-login.json";

    /// <summary>A database of its own, outside of any cluster.</summary>
    public override string Document(int version = 0) => base.Document(version).Replace("\"dbClusterIdentifier\":\"orders-cluster\",", "", StringComparison.Ordinal);

    public override void Seed(SandboxAccount account) =>
        account.Region(Region).Databases["orders"] = new Database { Id = "orders", VpcId = "vpc-0a1b2c3d4e5f60718", PubliclyAccessible = true };
}
