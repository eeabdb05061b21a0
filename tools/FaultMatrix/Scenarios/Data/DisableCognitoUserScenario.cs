using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Data;

internal sealed class DisableCognitoUserScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new DisableCognitoUser();

    protected override string Sample => "cognito/compromised-credentials.json";

    /// <summary>The event says in milliseconds when it happened.</summary>
    public override string Document(int version = 0) => File.ReadAllText(Path.Combine(Samples, Sample)).Replace(
        "1789353655018", (1789353655018 + (version * 3_600_000L)).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public override void Seed(SandboxAccount account) => account.Region(Region).PoolUsers["eu-west-1_EXAMPLE/alice"] = new PoolUser();
}
