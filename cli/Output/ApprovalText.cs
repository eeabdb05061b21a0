using Remediator.Approvals;
using Remediator.Execution;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>A question to people, in lines.</summary>
public static class ApprovalText
{
    public static void Write(IAnsiConsole console, ExecutionRecord record)
    {
        if (record.Approval is not { IsMoot: false } approval)
        {
            return;
        }

        console.MarkupLineInterpolated($"  plan [bold]{approval.ShortHash}[/], asked at {approval.AskedAt:u} because {Shown.Text(approval.Because)}");
        foreach (var difference in approval.Differences)
        {
            console.MarkupLineInterpolated($"    [yellow]changed since people were asked before:[/] {Shown.Text(difference)}");
        }

        foreach (var decision in approval.Decisions)
        {
            console.MarkupLineInterpolated($"    {(decision.Kind == DecisionKind.Approve ? "approved" : "rejected")} at {decision.At:u} by {Shown.Text(decision.Tell())}");
        }

        if (approval.IsPending)
        {
            console.MarkupLineInterpolated($"    {approval.Missing} more {(approval.Missing == 1 ? "approval" : "approvals")} needed until {ApprovalRules.Deadline(approval)}");
        }
    }

    /// <summary>The state in a table.</summary>
    public static string State(ExecutionRecord record) => record.Approval switch
    {
        { IsPending: true, Quorum: > 1 } approval => $"{record.State} ({approval.Approvals.Count()} of {approval.Quorum}, until {approval.ExpiresAt:u})",
        { IsPending: true } approval => $"{record.State} (until {approval.ExpiresAt:u})",
        { IsOpen: true } => $"{record.State} (approved)",
        _ => $"{record.State}",
    };
}
