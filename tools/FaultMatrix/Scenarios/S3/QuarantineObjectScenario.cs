using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.S3;

internal sealed class QuarantineObjectScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new QuarantineObject();

    protected override string Sample => "macie/sensitive-object.json";

    public override string Document(int version = 0) => base.Document(version).Replace("in/a b.csv", "in/a-b.csv", StringComparison.Ordinal);

    public override void Seed(SandboxAccount account)
    {
        var bucket = account.AddBucket("uploads-eu", tags: new() { ["team"] = "shop" });
        bucket.Objects["in/a-b.csv"] = "";
    }
}
