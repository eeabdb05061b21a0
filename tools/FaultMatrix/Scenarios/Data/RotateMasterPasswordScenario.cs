using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class RotateMasterPasswordScenario : RemediationScenario
{
    private const string Secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-orders-SaNdBx";

    public override Remediation Remediation { get; } = new RotateMasterPassword();

    protected override string Sample => "guardduty/rds-login.json";

    protected override bool AllowIrreversible => true;

    public override bool Releases => false;

    /// <summary>A database of its own, outside of any cluster.</summary>
    public override string Document(int version = 0) => base.Document(version).Replace("\"dbClusterIdentifier\":\"orders-cluster\",", "", StringComparison.Ordinal);

    public override void Seed(SandboxAccount account)
    {
        var region = account.Region(Region);
        region.Secrets["rds!db-orders"] = new StoredSecret("rds!db-orders", Secret, "hunter2") { RotationEnabled = true, OwningService = "rds" };
        region.Databases["orders"] = new Database { Id = "orders", VpcId = "vpc-0a1b2c3d4e5f60718", PasswordSecret = Secret };
    }
}
