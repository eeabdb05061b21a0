using System.CommandLine;
using Remediator.Cli.Coverage;
using Remediator.Playbooks;

namespace Remediator.Cli.Commands;

/// <summary>Measures sources and playbooks on a collection of events, as a table in Markdown.</summary>
public static class CoverageEventsCommand
{
    public static Command Create(CliHost host)
    {
        var corpus = new Option<string>("--corpus")
        {
            Description = "Folder of events, one folder for each service; an INDEX.tsv in it says which ids stand in which event.",
            HelpName = "DIR",
            Required = true,
        };
        var playbooks = PlaybookFolder.Option();
        var command = new TaughtCommand(
            "events",
            "Read every event of a collection and match it against the playbooks: how many are read, matched, with the right ids, or rejected and why. Prints Markdown.",
            "remediator coverage events --corpus events/ > coverage.md")
        {
            corpus, playbooks,
        };
        command.SetAction(parsed =>
        {
            var folder = host.PathOf(parsed.GetValue(corpus)!);
            if (!Directory.Exists(folder))
            {
                throw new CliException($"{parsed.GetValue(corpus)}: there is no such folder.");
            }

            var loaded = PlaybookFolder.Load(parsed.GetValue(playbooks), host);
            var events = EventCollection.Read(folder);
            var matcher = new PlaybookMatcher(loaded.Select(p => p.Playbook));
            host.Out.Write(CoverageTable.Write([.. events.Select(e => EventOutcome.Of(e, matcher))], loaded.Length));
            return ExitCode.Success;
        });
        return command;
    }
}
