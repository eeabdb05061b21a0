using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Playbooks;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>What one finding came to, for people and for machines.</summary>
public static class ResponseOutput
{
    /// <param name="ledger">The choice of <c>--ledger</c>: the command that undoes must look where this one has recorded.</param>
    public static void Write(CliHost host, Response response, bool json, string ledger)
    {
        if (json)
        {
            host.Out.WriteLine(ExecutionJson.Text(Node(response)));
            return;
        }

        var (headline, record) = Tell(response);
        host.Console.MarkupLineInterpolated($"{Shown.Text(headline)}");
        if (record is not null)
        {
            ExecutionText.Write(host.Console, record);
            var where = ledger == "file" ? "" : $" --ledger {Shown.Text(ledger)}";
            record = response is Response.Ran { Result: RunResult.Looked { Kept: var kept } } ? kept : record;
            if (record is { State: ExecutionState.Observed, Finding.Source: ManualPlaybook.Source })
            {
                host.Console.MarkupLineInterpolated($"  to do it: the same command with [bold]--enforce[/]");
            }

            if (ledger != "memory" && record.Approval is { IsPending: true } approval)
            {
                host.Console.MarkupLineInterpolated($"  decide with: [bold]remediator approve {record.Id} --hash {approval.ShortHash}{where}[/], or reject");
            }

            if (ledger != "memory" && record.State is ExecutionState.Verified or ExecutionState.Failed && record.CanBeUndone())
            {
                host.Console.MarkupLineInterpolated($"  undo with: [bold]remediator release {record.Id}{where}[/]");
            }
        }
    }

    /// <summary>What could not be answered at all, as one line.</summary>
    public static string Fault(string reason) => ExecutionJson.Text(new JsonObject { ["outcome"] = "error", ["reason"] = reason });

    /// <summary>Not contained is a failure, also where a person has to decide first; that nothing had to be done is not.</summary>
    public static int ExitCodeOf(Response response) => response switch
    {
        Response.Rejected => ExitCode.Usage,
        Response.Unmatched or Response.Own => ExitCode.Success,
        Response.Ran { Result: RunResult.Busy or RunResult.Withheld } => ExitCode.Failed,
        Response.Ran { Result: RunResult.Ran { Record: { Failure: not null } or { State: ExecutionState.AwaitingApproval } } } => ExitCode.Failed,
        Response.Ran { Result: RunResult.Looked { Plan.Failure: not null } } => ExitCode.Failed,
        Response.Ran => ExitCode.Success,
        _ => throw new InvalidOperationException($"unknown response {response.GetType().Name}"),
    };

    private static (string Headline, ExecutionRecord? Record) Tell(Response response) => response switch
    {
        Response.Rejected r => ($"Rejected: {r.Reason}", null),
        Response.Unmatched u => ($"No playbook answers {u.Finding.Type}: {u.Reason}", null),
        Response.Own o => ($"Left alone: {o.Reason}", null),
        Response.Ran { Result: RunResult.Busy { Resource: { } resource } b } => ($"{resource} is held by execution {b.Owner} until {b.Until:u}; nothing was done. Run it again then.", null),
        Response.Ran { Result: RunResult.Busy b } => ($"Execution {b.ExecutionId} is held by {b.Owner} until {b.Until:u}; nothing was done. Run it again then.", null),
        Response.Ran { Result: RunResult.Withheld w } => ($"Execution {w.Record.Id}: {w.Reason}. Run it with --enforce to finish it, or release it.", w.Record),
        Response.Ran { Result: RunResult.Looked l } r => ($"Execution {l.Plan.Id}, playbook {r.Playbook.Id}, {r.Resource.Kind} {r.Resource.Id}: {Outcome(l.Plan)} {Stays(l.Kept)}", l.Plan),
        Response.Ran { Result: RunResult.AlreadyHandled a } => ($"Execution {a.Record.Id}: already done ({a.Record.State}, {a.Record.UpdatedAt:u}); nothing was changed.", a.Record),
        Response.Ran { Result: RunResult.Ran ran } r => ($"Execution {ran.Record.Id}, playbook {r.Playbook.Id}, {r.Resource.Kind} {r.Resource.Id}: {Outcome(ran.Record)}", ran.Record),
        _ => throw new InvalidOperationException($"unknown response {response.GetType().Name}"),
    };

    /// <summary>What a look has left as it was.</summary>
    private static string Stays(ExecutionRecord kept) => kept.State switch
    {
        ExecutionState.Released => $"It was released {kept.UpdatedAt:u}, and stays so: --enforce contains it again.",
        ExecutionState.AwaitingApproval => "The question to people stays open.",
        _ => $"On record it stays {kept.State}.",
    };

    private static string Outcome(ExecutionRecord record) => record.State switch
    {
        ExecutionState.Applied when record.Failure is { } coming => $"IN PROGRESS, not contained yet: {coming}.",
        ExecutionState.Verified when record.Failure is { } unread => $"could not be looked at again: {unread}. Before: {Contained(record)}",
        _ when record.Failure is { } failure => $"FAILED ({record.State}): {failure}.",
        ExecutionState.Verified => Contained(record),
        ExecutionState.Observed => $"observed; nothing was changed ({record.Verdict?.Because}).",
        ExecutionState.AwaitingApproval => $"waits for a person: {record.Verdict?.Because}.",
        ExecutionState.Refused => $"refused: {record.Verdict?.Because}.",
        _ => $"{record.State}.",
    };

    private static string Contained(ExecutionRecord record) => record.Containment() switch
    {
        Containment.AlreadyAsWanted => "already as wanted; the live state was read, and nothing had to be changed.",
        Containment.Done => "done; every change was read back as planned.",
        Containment.InPart => $"contained IN PART, {record.Uncontained()} network interface(s) NOT; every change was read back as planned.",
        Containment.Contained => "contained; every change was read back as planned.",
        var other => throw new InvalidOperationException($"unknown containment {other}"),
    };

    private static JsonObject Node(Response response)
    {
        switch (response)
        {
            case Response.Rejected r:
                return new JsonObject { ["outcome"] = "rejected", ["reason"] = r.Reason };
            case Response.Unmatched u:
                return new JsonObject { ["outcome"] = "unmatched", ["reason"] = u.Reason, ["finding"] = ExecutionJson.Finding(u.Finding) };
            case Response.Own o:
                return new JsonObject { ["outcome"] = "own", ["reason"] = o.Reason, ["finding"] = ExecutionJson.Finding(o.Finding) };
            case Response.Ran { Result: RunResult.Busy b }:
                return new JsonObject { ["outcome"] = "busy", ["execution"] = b.ExecutionId, ["reason"] = $"held by {b.Owner} until {b.Until:O}" };
            case Response.Ran { Result: RunResult.Withheld w }:
                return With(ExecutionJson.Node(w.Record), "withheld", w.Reason);
            case Response.Ran { Result: RunResult.Looked l }:
                return With(ExecutionJson.Node(l.Plan), "looked", $"{l.Plan.Failure ?? l.Plan.Verdict?.Because}; the record stays {l.Kept.State}");
            case Response.Ran { Result: RunResult.AlreadyHandled a }:
                return With(ExecutionJson.Node(a.Record), "already-handled", "an earlier delivery has done it; nothing was changed");
            case Response.Ran { Result: RunResult.Ran ran }:
                return With(ExecutionJson.Node(ran.Record), "ran", null);
            default:
                throw new InvalidOperationException($"unknown response {response.GetType().Name}");
        }
    }

    private static JsonObject With(JsonObject node, string outcome, string? reason)
    {
        node.Insert(0, "outcome", outcome);
        if (reason is not null)
        {
            node["reason"] = reason;
        }

        return node;
    }
}
