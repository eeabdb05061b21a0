using System.Collections.Immutable;
using System.CommandLine;
using Remediator.Approvals;
using Remediator.Cli.Approvals;
using Remediator.Cli.Responses;
using Remediator.Execution;
using Remediator.Playbooks;

namespace Remediator.Cli.Commands;

/// <summary>Approves a plan that waits, and applies it.</summary>
public static class ApproveCommand
{
    public static Command Create(CliHost host)
    {
        var leave = new Option<bool>("--leave") { Description = "Only record the decision: the deployed functions apply the plan within ten minutes." };
        var playbooks = PlaybookFolder.Option();
        var decision = new DecisionCommand(host, needsReason: false);
        var command = new TaughtCommand(
            "approve",
            "Approve the plan that an execution waits with, and apply it from here as respond does. The plan is made again from the live state first: "
            + "if it is not the one that was shown, nothing is changed and people are asked again. See plans that wait with 'executions --waiting', a whole plan with 'incident show'.",
            "remediator approve rx-0123456789abcdef0123 --hash 5d41402abc4b --why 'known attacker'",
            "remediator approve rx-0123456789abcdef0123 --hash 5d41402abc4b --ledger dynamodb:remediator --leave");
        decision.AddTo(command);
        command.Options.Add(playbooks);
        command.Options.Add(leave);
        command.SetAction((parsed, cancel) =>
        {
            if (parsed.GetValue(leave))
            {
                return decision.RunAsync(parsed, DecisionKind.Approve, null, null, cancel);
            }

            ImmutableArray<Playbook> loaded = [.. PlaybookFolder.Load(parsed.GetValue(playbooks), host).Select(p => p.Playbook)];
            return decision.RunAsync(parsed, DecisionKind.Approve, d => ApplyAsync(d, loaded, host, cancel), r => Check(r, loaded), cancel);
        });
        return command;
    }

    /// <summary>Another playbook would make another plan, and take the question away that people have in their hands.</summary>
    private static void Check(ExecutionRecord record, ImmutableArray<Playbook> playbooks)
    {
        var own = ManualPlaybook.Of(record.Finding) ?? playbooks.FirstOrDefault(p => p.Id == record.Key.Playbook);
        if (own?.Version != record.PlaybookVersion)
        {
            throw new CliException(
                $"The plan is of playbook {record.Key.Playbook}, version {record.PlaybookVersion}; here it is {(own is null ? "not there" : $"version {own.Version}")}: nothing was recorded. "
                + "Name the folder of the playbooks that were deployed (--playbooks), or leave it to the deployed functions (--leave).");
        }
    }

    private static async Task<Response?> ApplyAsync(Decided decided, ImmutableArray<Playbook> playbooks, CliHost host, CancellationToken cancel)
    {
        var responder = await ResponseRun.ResponderAsync(playbooks, decided.Aws, decided.Caller, decided.Store, decided.Ledger, host, cancel);
        var id = decided.Parsed.GetValue<string?>("execution")!;
        return await responder.ResumeAsync(id, decided.Caller.Worker(host), cancel);
    }
}
