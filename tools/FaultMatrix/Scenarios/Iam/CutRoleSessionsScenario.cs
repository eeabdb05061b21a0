using Remediator.Cli.Sandbox;
using Remediator.Remediations;
using Remediator.FaultMatrix.Scenarios.Ec2;

namespace Remediator.FaultMatrix.Scenarios.Iam;

internal sealed class CutRoleSessionsScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new CutRoleSessions();

    protected override string Sample => Instances.Sample;

    public override void Seed(SandboxAccount account) => Instances.Seed(account);
}
