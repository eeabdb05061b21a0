using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Execution;
using Remediator.Scheduling;
using Spectre.Console;

namespace Remediator.Cli.Commands;

/// <summary>Lists what was done.</summary>
public static class ExecutionsCommand
{
    public static Command Create(CliHost host)
    {
        var limit = TaughtCommand.Count("How many, the newest first.", "--limit", "-n");
        limit.DefaultValueFactory = _ => 50;
        var waiting = new Option<bool>("--waiting") { Description = "Only those that wait for a person, or for what was approved to be applied." };
        var json = new Option<bool>("--json") { Description = "One JSON object per execution, one line each." };
        var ledger = LedgerChoice.Option(host);
        var access = new AwsAccess(host);
        var command = new TaughtCommand(
            "executions", "List what was observed, done and released, and what waits for approval, the newest first.",
            "remediator executions",
            "remediator executions --waiting --ledger dynamodb:remediator",
            "remediator executions --ledger dynamodb:remediator --json | jq 'select(.state == \"Failed\")'")
        { limit, waiting, ledger, json };
        foreach (var option in access.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            var choice = parsed.GetValue(ledger)!;
            var store = await LedgerChoice.OpenAsync(choice, () => access.Connect(parsed), create: false, host, cancel);
            var records = parsed.GetValue(waiting)
                ? await WaitingAsync(store, parsed.GetValue(limit), cancel)
                : await store.ListAsync(parsed.GetValue(limit), cancel);
            if (parsed.GetValue(json))
            {
                foreach (var record in records)
                {
                    await host.Out.WriteLineAsync(ExecutionJson.Write(record));
                }

                return ExitCode.Success;
            }

            if (records.Count == 0)
            {
                host.Console.MarkupLineInterpolated($"There are no executions{(parsed.GetValue(waiting) ? " that wait" : "")} in the ledger {Shown.Text(choice)}.");
                return ExitCode.Success;
            }

            var table = new Table().AddColumns("Execution", "State", "Resource", "Playbook", "Finding", "Updated");
            foreach (var r in records)
            {
                table.AddRow(
                    new Text(r.Id), new Text(ApprovalText.State(r)), new Text(Shown.Text($"{r.Resource.Kind} {r.Resource.Id}")),
                    new Text(r.Key.Playbook), new Text(Shown.Text(r.Finding.Type)), new Text($"{r.UpdatedAt:u}"));
            }

            host.Console.Write(table);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Reads what waits and nothing else; the newest first.</summary>
    private static async Task<IReadOnlyList<ExecutionRecord>> WaitingAsync(IExecutionLedger store, int limit, CancellationToken cancel)
    {
        var waiting = new List<ExecutionRecord>();
        foreach (var id in await ((IDueList)store).ListWaitingAsync(cancel))
        {
            if (await store.FindAsync(id, cancel) is { Approval.IsOpen: true } record)
            {
                waiting.Add(record);
            }
        }

        return [.. waiting.OrderByDescending(r => r.CreatedAt).Take(limit)];
    }
}
