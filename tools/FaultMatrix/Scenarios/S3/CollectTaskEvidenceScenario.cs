using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios.S3;

internal sealed class CollectTaskEvidenceScenario : RemediationScenario
{
    private const string Task = "arn:aws:ecs:eu-west-1:111122223333:task/web/0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    public override string Name => "collect-evidence of a task";

    public override Remediation Remediation { get; } = new CollectEvidence();

    protected override string Sample => "guardduty/ecs-mining.json";

    protected override string? Options => """{"bucket":"remediator-evidence-a"}""";

    public override bool Releases => false;

    public override void Seed(SandboxAccount account)
    {
        account.AddBucket("remediator-evidence-a", region: Region).LockedDays = 30;
        account.Region(Region).Tasks[Task] = new ContainerTask { Arn = Task, Cluster = "web", Group = "family:web", Host = "arn:aws:ecs:eu-west-1:111122223333:container-instance/web/c1" };
    }
}
