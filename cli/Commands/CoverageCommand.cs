using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Remediator.Cli.Coverage;
using Remediator.Cli.Output;
using Remediator.Playbooks;
using Spectre.Console;

namespace Remediator.Cli.Commands;

/// <summary>Shows what each finding type that the sources are documented to report leads to.</summary>
public static class CoverageCommand
{
    public static Command Create(CliHost host)
    {
        var playbooks = PlaybookFolder.Option();
        var json = new Option<bool>("--json") { Description = "One JSON object per type, one line each." };
        var command = new TaughtCommand(
            "coverage",
            "Which playbooks answer each finding type that the sources are documented to report: with which steps, in which mode, or why people are only told. "
            + "Exit code 1 if any type is not answered in any of its forms.",
            "remediator coverage",
            "remediator coverage --playbooks my-playbooks/ --json | jq 'select(.answered | not)'")
        {
            playbooks, json, CoverageEventsCommand.Create(host),
        };
        command.SetAction(parsed => Run(parsed.GetValue(playbooks), parsed.GetValue(json), host));
        return command;
    }

    private static int Run(string? folder, bool json, CliHost host)
    {
        var rows = CoverageRow.Of(new PlaybookMatcher(PlaybookFolder.Load(folder, host).Select(p => p.Playbook)));
        if (json)
        {
            foreach (var row in rows)
            {
                host.Out.WriteLine(CoverageJson.Write(row));
            }
        }
        else
        {
            host.Console.Write(Table(rows));
        }

        var answered = rows.Count(r => r.IsAnswered);
        if (!json)
        {
            foreach (var source in rows.GroupBy(r => r.Type.IsCustomRule ? $"{r.Type.Source}, custom detection rules" : r.Type.Source))
            {
                host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Key}: {source.Count(r => r.IsAnswered)}/{source.Count()}, {source.Count(r => r.Answers.Any(p => !p.Steps.IsEmpty))} with a response"));
            }

            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"answered {answered}/{rows.Length}"));
        }

        return answered == rows.Length ? ExitCode.Success : ExitCode.Failed;
    }

    private static Table Table(IReadOnlyList<CoverageRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Type", "Severity", "Playbook", "Steps", "Mode");
        foreach (var row in rows)
        {
            var first = true;
            foreach (var playbook in row.Answers)
            {
                table.AddRow(
                    new Text(first ? row.Type.Type : ""),
                    new Text(first ? row.Type.Severity.ToString() : ""),
                    new Text(playbook.Id),
                    new Text(playbook.Because is { } because ? $"people are told: {because}" : string.Join(", ", playbook.Steps.Select(s => s.Remediation))),
                    new Text(playbook.Because is null ? playbook.Mode.ToString().ToLowerInvariant() : ""));
                first = false;
            }

            if (row.Gap is { } gap)
            {
                table.AddRow(new Text(first ? row.Type.Type : ""), new Text(""), new Markup("[red]NOT ANSWERED[/]"), new Text(Shown.Text(gap)), new Text(""));
            }
        }

        return table;
    }
}
