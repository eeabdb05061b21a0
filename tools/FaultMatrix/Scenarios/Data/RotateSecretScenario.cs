using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.AuditTrail;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class RotateSecretScenario : AuditScenario
{
    private const string Arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-SaNdBx";

    public override Remediation Remediation { get; } = new RotateSecret();

    protected override string Sample => "cloudtrail/public-snapshot.json";

    protected override bool AllowIrreversible => true;

    public override string Document(int version = 0) => Called(
        base.Document(version),
        "secretsmanager.amazonaws.com",
        "PutResourcePolicy",
        new JsonObject
        {
            ["secretId"] = Arn,
            ["resourcePolicy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}""",
        });

    public override void Seed(SandboxAccount account) =>
        account.Region(Region).Secrets["orders/db"] = new StoredSecret("orders/db", Arn, "hunter2") { RotationEnabled = true };
}
