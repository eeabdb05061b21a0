using System.CommandLine;
using System.Text.Json.Nodes;
using Remediator.Cli.Output;
using Remediator.Controls;
using Spectre.Console;

namespace Remediator.Cli.Controls;

/// <summary>Controls for people and for machines.</summary>
public static class ControlOutput
{
    /// <summary>Those in force, or why they are not known.</summary>
    public static async Task<int> WriteAsync(CliHost host, ControlOptions options, ParseResult parsed, Func<Control, bool> wanted, CancellationToken cancel)
    {
        var source = await options.OpenAsync(parsed, cancel);
        var reading = await source.Store.ReadAsync(cancel);
        if (reading is not ControlsReading.Known { Controls: var controls })
        {
            var reason = (reading as ControlsReading.Unknown)?.Reason;
            await host.Error.WriteLineAsync(Shown.Lines($"The controls could not be read: {reason}. While that lasts, nothing is changed: findings wait, then ask for approval."));
            return ExitCode.Failed;
        }

        var now = host.Clock.GetUtcNow();
        var inForce = controls.InForce(now).Where(wanted).ToList();
        var uses = await Task.WhenAll(inForce.Select(c => BudgetUse.ReadAsync(c, source.Budgets, now, cancel)));
        if (parsed.GetValue(options.Json))
        {
            foreach (var (control, use) in inForce.Zip(uses))
            {
                await host.Out.WriteLineAsync(Json(control, now, use));
            }

            return ExitCode.Success;
        }

        if (inForce.Count == 0)
        {
            host.Console.MarkupLineInterpolated($"There is none in force in the ledger {Shown.Text(parsed.GetValue(options.Ledger)!)}.");
            return ExitCode.Success;
        }

        var table = new Table().AddColumns("Control", "Says", "By", "Since", "Until", "Why");
        foreach (var (c, use) in inForce.Zip(uses))
        {
            table.AddRow(
                new Text(Shown.Text(c.Id)), new Text(Shown.Text(Says(c, now, use))), new Text(Shown.Text(c.By)),
                new Text($"{c.At:u}"), new Text(c.Until is { } until ? $"{until:u}" : "removed"), new Text(Shown.Text(c.Why)));
        }

        host.Console.Write(table);
        return ExitCode.Success;
    }

    /// <param name="use">How much of a budget is used; null where it was not asked for.</param>
    public static string Json(Control control, DateTimeOffset now, BudgetUse? use = null)
    {
        var node = JsonNode.Parse(ControlJson.Write(control))!.AsObject();
        node.Remove("zoneRules");
        node.Insert(0, "id", control.Id);
        node["says"] = control.Says;
        if (control is FreezeWindow freeze)
        {
            node["open"] = freeze.IsOpen(now);
        }

        use?.AddTo(node);

        return ExecutionJson.Text(node);
    }

    public static string Removed(string id, string by, string why) =>
        ExecutionJson.Text(new JsonObject { ["id"] = id, ["removed"] = true, ["by"] = by, ["why"] = why });

    private static string Says(Control control, DateTimeOffset now, BudgetUse? use) =>
        control is FreezeWindow freeze ? $"{freeze.Says} ({(freeze.IsOpen(now) ? "open now" : "closed now")})"
        : use is not null ? $"{control.Says} ({use.Says})"
        : control.Says;
}
