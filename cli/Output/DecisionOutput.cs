using System.Text.Json.Nodes;
using Remediator.Approvals;
using Remediator.Execution;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>What a decision came to, for people and for machines.</summary>
public static class DecisionOutput
{
    public static int Write(CliHost host, DecisionResult result, bool json)
    {
        var (exit, outcome, text, record) = result switch
        {
            DecisionResult.Recorded { Record: var r } => (ExitCode.Success, Outcome(r), Tell(r), r),
            DecisionResult.Repeated { Record: var r } => (ExitCode.Success, "repeated", $"You have decided so already. {Tell(r)}", r),
            DecisionResult.Refused r => (ExitCode.Failed, "refused", $"The decision does not count: {r.Reason}. Nothing was changed.", r.Record),
            DecisionResult.Busy b => (ExitCode.Failed, "busy", $"A worker holds execution {b.ExecutionId} until {b.Until:u}; nothing was recorded. Run it again then.", null),
            _ => throw new InvalidOperationException($"unknown decision result {result.GetType().Name}"),
        };
        if (json)
        {
            var node = record is null ? [] : ExecutionJson.Node(record);
            node.Insert(0, "outcome", outcome);
            node["reason"] = text;
            host.Out.WriteLine(ExecutionJson.Text(node));
            return exit;
        }

        host.Console.MarkupLineInterpolated($"{Shown.Text(text)}");
        return exit;
    }

    private static string Outcome(ExecutionRecord record) => record.Approval switch
    {
        { Rejection: not null } => "rejected",
        { IsGranted: true } => "approved",
        _ => "recorded",
    };

    private static string Tell(ExecutionRecord record) => record.Approval switch
    {
        { Rejection: not null } => $"Execution {record.Id}: the plan is rejected, and nothing is changed.",
        { IsGranted: true, AppliedAt: { } at } => $"Execution {record.Id}: the plan was approved and taken up at {at:u}; the execution is {record.State}.",
        { IsGranted: true } => $"Execution {record.Id}: the plan is approved. Whoever runs the execution next applies it, if the plan made then is the same.",
        { } approval => $"Execution {record.Id}: recorded, {approval.Approvals.Count()} of {approval.Quorum} approvals. Another person has to approve it, until {approval.ExpiresAt:u}.",
        null => $"Execution {record.Id}: nothing waits.",
    };
}
