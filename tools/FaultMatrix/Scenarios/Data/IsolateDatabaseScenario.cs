using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class IsolateDatabaseScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new IsolateDatabase();

    protected override string Sample => "guardduty/rds-login.json";

    /// <summary>A database of its own, outside of any cluster.</summary>
    public override string Document(int version = 0) => base.Document(version).Replace("\"dbClusterIdentifier\":\"orders-cluster\",", "", StringComparison.Ordinal);

    public override void Seed(SandboxAccount account)
    {
        var group = account.AddSecurityGroup("db", region: Region);
        account.Region(Region).Databases["orders"] = new Database { Id = "orders", VpcId = group.VpcId, Groups = [group.Id] };
    }
}
