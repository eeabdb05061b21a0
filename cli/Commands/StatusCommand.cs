using System.CommandLine;
using System.Text.Json.Nodes;
using Remediator.Cli.Controls;
using Remediator.Cli.Output;
using Remediator.Controls;
using Spectre.Console;

namespace Remediator.Cli.Commands;

/// <summary>Shows the controls in force.</summary>
public static class StatusCommand
{
    public static Command Create(CliHost host)
    {
        var options = new ControlOptions(host);
        var history = TaughtCommand.Count("Show so many of the last changes instead, the newest first, also of controls that are gone.", "--history");
        var command = new TaughtCommand(
            "status",
            "All controls in force: what each says, who set it, why, and until when.",
            "remediator status --ledger dynamodb:remediator",
            "remediator status --json | jq -r .says",
            "remediator status --history 20")
        { history };
        options.AddReading(command);
        command.SetAction((parsed, cancel) => parsed.GetValue(history) > 0
            ? HistoryAsync(host, options, parsed, parsed.GetValue(history), cancel)
            : ControlOutput.WriteAsync(host, options, parsed, _ => true, cancel));
        return command;
    }

    private static async Task<int> HistoryAsync(CliHost host, ControlOptions options, ParseResult parsed, int limit, CancellationToken cancel)
    {
        var source = await options.OpenAsync(parsed, cancel);
        foreach (var e in await source.Store.ListHistoryAsync(limit, cancel))
        {
            if (parsed.GetValue(options.Json))
            {
                await host.Out.WriteLineAsync(ExecutionJson.Text(Node(e)));
            }
            else
            {
                host.Console.MarkupLineInterpolated($"{e.At:u}  {(e.Removed ? "removed" : "set")}  {Shown.Text(e.ControlId)}: {Shown.Text(e.Says)}, by {Shown.Text(e.By)}: {Shown.Text(e.Why)}");
            }
        }

        return ExitCode.Success;
    }

    private static JsonObject Node(ControlEvent e) => new()
    {
        ["at"] = $"{e.At:O}",
        ["id"] = e.ControlId,
        ["removed"] = e.Removed,
        ["says"] = e.Says,
        ["by"] = e.By,
        ["why"] = e.Why,
    };
}
