using Remediator.Cli.Sandbox;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.S3;

internal sealed class RemovePublicStatementsScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new RemovePublicStatements();

    protected override string Sample => "guardduty/public-bucket.json";

    public override void Seed(SandboxAccount account) => account.AddBucket("example-finance-exports", isPublic: true, tags: new() { ["team"] = "finance" });
}
