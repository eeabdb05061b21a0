using System.CommandLine;
using System.Text.Json.Nodes;
using Remediator.Cli.Output;
using Remediator.Execution;
using Remediator.Scheduling;
using Spectre.Console;

namespace Remediator.Cli.Commands;

/// <summary>Does by hand what the deployed stack's schedule does: warn of ends of containments, end them, and look whether the others stand.</summary>
public static class ReleaseDueCommand
{
    public static Command Create(CliHost host)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per execution, one line each." };
        var ledger = LedgerChoice.Option(host);
        var access = new AwsAccess(host);
        var command = new TaughtCommand(
            "due",
            "Warn of containments that end soon, end those whose time has come, and look whether the others still stand, as the deployed stack does every five minutes. For ledgers that no stack looks after: what it prints is the warning. What follows upon questions to people is left to the stack: see executions --waiting.",
            "remediator release due",
            "remediator release due --ledger dynamodb:remediator --role RemediatorAction --json")
        { ledger, json };
        foreach (var option in access.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            var aws = access.Connect(parsed);
            var choice = parsed.GetValue(ledger)!;
            var store = await LedgerChoice.OpenAsync(choice, () => aws, create: false, host, cancel);
            var controls = await LedgerChoice.OpenControlsAsync(choice, () => aws, host, cancel);
            var caller = await aws.CallerAsync(cancel);
            var options = new RunnerOptions();
            var broker = aws.Broker(caller.Account);
            IDueTask[] tasks = [new TimedReleaseTask(store, new ReleaseRunner(store, broker, host.Clock, options), controls.Store, outbox: null, host.Clock, options), new LookTask(store, broker, host.Clock, options)];
            var outcomes = await new DueRunner(store, (IDueList)store, tasks, host.Clock).RunAsync(caller.Worker(host), DateTimeOffset.MaxValue, cancel);
            foreach (var outcome in outcomes)
            {
                var left = string.Join(", ", outcome.Left.Select(l => l.Kind == DueKind.Approval ? "the answer to its question" : $"{l.Kind}"));
                var words = (outcome.Error, outcome.Work, left) switch
                {
                    ({ } error, _, _) => $"{outcome.Words}: {AwsFailure.Describe(error)}",
                    (_, null, { Length: > 0 }) => $"{left} is left to the deployed stack",
                    (_, _, { Length: > 0 }) => $"{outcome.Words}; {left} is left to the deployed stack",
                    _ => outcome.Words,
                };
                if (parsed.GetValue(json))
                {
                    await host.Out.WriteLineAsync(ExecutionJson.Text(new JsonObject { ["execution"] = outcome.ExecutionId, ["work"] = outcome.Work?.Kind.ToString(), ["outcome"] = words, ["failed"] = outcome.Error is not null }));
                }
                else
                {
                    host.Console.MarkupLineInterpolated($"{Shown.Text(outcome.ExecutionId)}: {Shown.Text(words)}");
                }
            }

            if (outcomes.Count == 0 && !parsed.GetValue(json))
            {
                host.Console.MarkupLineInterpolated($"Nothing is due.");
            }

            return outcomes.Any(o => o.Error is not null) ? ExitCode.Failed : ExitCode.Success;
        });
        return command;
    }
}
