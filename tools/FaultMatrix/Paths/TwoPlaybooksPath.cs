using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;
using Remediator.Playbooks;

namespace Remediator.FaultMatrix.Paths;

/// <summary>Two findings and two playbooks about one instance, at the same time: one after the other works on it.</summary>
internal sealed class TwoPlaybooksPath : EnginePath
{
    private static readonly RemediationScenario Tokens = new RequireImdsv2Scenario();
    private static readonly RemediationScenario Profile = new ReplaceInstanceProfileScenario();

    public override string Name => "two playbooks on one instance";

    public override IReadOnlyList<Playbook> Playbooks { get; } =
    [
        Of(Tokens, "Backdoor:EC2/*"),
        Of(Profile, "Recon:EC2/*"),
    ];

    public override void Seed(SandboxAccount account) => Profile.Seed(account);

    public override void Go(World world)
    {
        world.Respond.Send(RemediationScenario.Sampled("guardduty/c2-activity.json"));
        world.Respond.Send(RemediationScenario.Sampled("guardduty/port-probe.json"));
        world.Simulator.RunUntilQuiet();
    }

    protected override string Document(int version) => RemediationScenario.Sampled("guardduty/c2-activity.json", version);

    public override void Check(World world, Checks checks, FaultKind? kind)
    {
        if (world.Records.Count != 2)
        {
            checks.Add($"{world.Records.Count} executions");
        }

        foreach (var record in world.Records)
        {
            checks.Ended(record, ExecutionState.Verified);
        }

        checks.Exactly(2, NoticeKind.Contained);
        checks.Most(NoticeKind.Failed, kind == FaultKind.DeniedForGood ? 4 : 1);
        checks.Empty(world.Respond);
    }

    private static Playbook Of(RemediationScenario scenario, string type) => scenario.Playbook with { On = [new Trigger { Source = "guardduty", Types = [type] }] };
}
