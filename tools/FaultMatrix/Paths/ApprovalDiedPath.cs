using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Scenarios.Ec2;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Paths;

/// <summary>The run dies over an approved plan, and somebody changes the rule that it was for: people are asked about the plan upon what is there now.</summary>
internal sealed class ApprovalDiedPath() : ApprovalPath("run died", new CloseExposedPortScenario())
{
    public override void Prepare(World world)
    {
        Ask(world);
        var isDead = false;
        world.Simulator.Strikes = call =>
        {
            if (isDead || !call.Name.EndsWith("SecurityGroupIngress", StringComparison.Ordinal))
            {
                return null;
            }

            isDead = true;
            world.ChangeOutside(Widen);
            return new Strike(FaultKind.KilledBefore, world.Wire, world.Again, () => { });
        };
        Answer(world, DecisionKind.Approve);
        world.Simulator.Strikes = _ => null;
    }

    public override void Go(World world) => Answer(world, DecisionKind.Approve);

    protected override void Check(World world, Checks checks, FaultKind? kind, ExecutionRecord record)
    {
        checks.Ended(record, ExecutionState.Verified);
        checks.Exactly(2, NoticeKind.ApprovalNeeded);
        checks.Exactly(1, NoticeKind.Contained);
        if (Rules(world.Sandbox.Account).Any(r => r.CidrIpv4 == "0.0.0.0/0" && r.FromPort <= 22 && r.ToPort >= 22))
        {
            checks.Add("port 22 is open to everybody");
        }
    }

    /// <summary>The port stays open, and others beside it.</summary>
    private static void Widen(SandboxAccount account)
    {
        foreach (var group in account.Region(RemediationScenario.Region).SecurityGroups.Values)
        {
            foreach (var (id, rule) in group.Rules.Where(r => r.Value is { CidrIpv4: "0.0.0.0/0", FromPort: 22 }).ToList())
            {
                group.Rules[id] = rule with { ToPort = 30 };
            }
        }
    }

    private static IEnumerable<SecurityGroupRule> Rules(SandboxAccount account) => account.Region(RemediationScenario.Region).SecurityGroups.Values.SelectMany(g => g.Rules.Values);
}
