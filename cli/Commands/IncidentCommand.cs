using System.CommandLine;
using Remediator.Cli.Incidents;
using Remediator.Cli.Output;
using Spectre.Console;

namespace Remediator.Cli.Commands;

/// <summary>The whole story of a finding.</summary>
public static class IncidentCommand
{
    public static Command Create(CliHost host) => new TaughtCommand(
        "incident",
        "Tell the whole story of a finding or an execution: who did what and when, every value before and after, AWS's request ids, and what people were told.",
        "remediator incident show rx-0123456789abcdef0123",
        "remediator incident export rx-0123456789abcdef0123 --format html --out incident.html")
    {
        Show(host),
        Export(host),
    };

    private static TaughtCommand Show(CliHost host)
    {
        var id = Id();
        var json = new Option<bool>("--json") { Description = "One JSON document." };
        var source = new IncidentSource(host);
        var command = new TaughtCommand(
            "show", "Print the timeline.",
            "remediator incident show rx-0123456789abcdef0123",
            "remediator incident show in-0123456789 --ledger dynamodb:remediator",
            "remediator incident show arn:aws:guardduty:eu-central-1:111122223333:detector/d1/finding/f1 --ledger dynamodb:remediator")
        { id, json };
        source.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var incident = await source.ReadAsync(parsed, parsed.GetValue(id)!, cancel);
            await host.Out.WriteAsync(parsed.GetValue(json) ? IncidentJson.Render(incident) : IncidentText.Render(incident, Math.Clamp(host.Console.Profile.Width, 60, 120)));
            return ExitCode.Success;
        });
        return command;
    }

    private static TaughtCommand Export(CliHost host)
    {
        var id = Id();
        var format = new Option<string>("--format", "-f") { Description = "text, json or html.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "html");
        var file = new Option<string?>("--out", "-o") { Description = "File to write; an existing one is replaced. Default: standard output.", HelpName = "FILE" };
        var source = new IncidentSource(host);
        var command = new TaughtCommand(
            "export", "Write the timeline as text, as JSON, or as one HTML page that needs nothing else.",
            "remediator incident export rx-0123456789abcdef0123 --format html --out incident.html",
            "remediator incident export rx-0123456789abcdef0123 --format json | jq '.executions[].audit[].by'")
        { id, format, file };
        source.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var incident = await source.ReadAsync(parsed, parsed.GetValue(id)!, cancel);
            var text = parsed.GetValue(format) switch
            {
                "text" => IncidentText.Render(incident),
                "json" => IncidentJson.Render(incident),
                _ => IncidentHtml.Render(incident),
            };
            if (parsed.GetValue(file) is not { } path)
            {
                await host.Out.WriteAsync(text);
                return ExitCode.Success;
            }

            await File.WriteAllTextAsync(host.PathOf(path), text, cancel);
            host.Console.MarkupLineInterpolated($"Wrote {Shown.Text(path)}.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> Id() => new("id") { Description = "An execution's id; or a finding's, or its incident's as messages have it (in-0123456789), for all executions of it." };
}
