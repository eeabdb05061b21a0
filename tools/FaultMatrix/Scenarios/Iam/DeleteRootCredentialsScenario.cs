using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Scenarios.AuditTrail;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class DeleteRootCredentialsScenario : AuditScenario
{
    private const string Member = "444455556666";

    public override Remediation Remediation { get; } = new DeleteRootCredentials();

    protected override string Sample => "cloudtrail/root-sign-in.json";

    protected override bool AllowIrreversible => true;

    public override string Document(int version = 0) => base.Document(version).Replace(Account, Member, StringComparison.Ordinal);

    public override void Seed(SandboxAccount account)
    {
        account.OrganizationsFeatures = new(StringComparer.Ordinal) { "RootCredentialsManagement" };
        account.Other(Member).AddRoot();
    }
}
