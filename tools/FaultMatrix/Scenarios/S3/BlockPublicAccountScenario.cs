using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.S3;

internal sealed class BlockPublicAccountScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new BlockPublicAccount();

    protected override string Sample => "guardduty/public-bucket.json";

    public override void Seed(SandboxAccount account) => account.AddBucket("example-finance-exports", isPublic: true, tags: new() { ["team"] = "finance" });
}
