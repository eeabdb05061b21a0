using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.S3;

internal sealed class CollectEvidenceScenario : RemediationScenario
{
    public override Remediation Remediation { get; } = new CollectEvidence();

    protected override string Sample => Instances.Sample;

    protected override string? Options => """{"bucket":"remediator-evidence-a"}""";

    public override bool Releases => false;

    public override void Seed(SandboxAccount account)
    {
        Instances.Seed(account);
        account.AddBucket("remediator-evidence-a", region: Region).LockedDays = 30;
        var region = account.Region(Region);
        region.Instances[Instances.Id].ConsoleOutput = "login: root";
        region.Trail.Add(new TrailEvent(Instances.Id, "GetCallerIdentity"));
    }
}
