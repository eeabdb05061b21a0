using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Sso;

internal sealed class DenyIdentityCenterUserScenario : RemediationScenario
{
    private const string Arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef";

    public override Remediation Remediation { get; } = new DenyIdentityCenterUser();

    protected override string Sample => "guardduty/role-credential-exfiltration.json";

    public override string Document(int version = 0) => base.Document(version)
        .Replace("\"web-server\"", "\"AWSReservedSSO_Power_0123456789abcdef\"", StringComparison.Ordinal)
        .Replace("AROAEXAMPLEROLEID001:i-0a1b2c3d4e5f60718", "AROAEXAMPLEROLEID001:alice", StringComparison.Ordinal);

    public override void Seed(SandboxAccount account)
    {
        var set = new PermissionSet { Name = "Power", Arn = Arn };
        set.Accounts[Account] = null;
        account.PermissionSets[Arn] = set;
    }
}
