using System.CommandLine;
using Remediator.Approvals;
using Remediator.Cli.Approvals;

namespace Remediator.Cli.Commands;

/// <summary>Rejects a plan that waits.</summary>
public static class RejectCommand
{
    public static Command Create(CliHost host)
    {
        var decision = new DecisionCommand(host, needsReason: true);
        var command = new TaughtCommand(
            "reject",
            "Reject the plan that an execution waits with: nothing is changed, and updates of the finding do not ask again while the plan is the same. One rejection is enough.",
            "remediator reject rx-0123456789abcdef0123 --why 'planned load test'",
            "remediator reject rx-0123456789abcdef0123 --why 'planned load test' --ledger dynamodb:remediator");
        decision.AddTo(command);
        command.SetAction((parsed, cancel) => decision.RunAsync(parsed, DecisionKind.Reject, null, null, cancel));
        return command;
    }
}
