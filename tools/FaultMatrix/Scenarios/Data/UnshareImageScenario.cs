using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.AuditTrail;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class UnshareImageScenario : AuditScenario
{
    private const string Image = "ami-0a1b2c3d4e5f60718";

    public override Remediation Remediation { get; } = new UnshareImage();

    protected override string Sample => "cloudtrail/public-snapshot.json";

    public override bool Releases => true;

    public override string Document(int version = 0) => Called(
        base.Document(version),
        "ec2.amazonaws.com",
        "ModifyImageAttribute",
        new JsonObject { ["imageId"] = Image, ["launchPermission"] = new JsonObject { ["add"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["group"] = "all" }) } } });

    public override void Seed(SandboxAccount account)
    {
        var image = new MachineImage { Id = Image };
        image.SharedWith.UnionWith(["444455556666", "all"]);
        account.Region(Region).Images[image.Id] = image;
    }
}
