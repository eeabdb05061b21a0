using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Cli.Responses;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Playbooks;

namespace Remediator.Cli.Commands;

/// <summary>Runs the engine from a workstation, against the account of the credentials.</summary>
public static class RespondCommand
{
    public static Command Create(CliHost host)
    {
        var file = new Option<string>("--event", "-e") { Description = "A saved event or finding.", HelpName = "FILE", Required = true };
        var playbooks = PlaybookFolder.Option();
        var options = new ResponseOptions(host, "Act in the playbook's own mode, as the deployed functions do: what it enforces is done, what it asks people about waits for 'remediator approve'.");
        var command = new TaughtCommand(
            "respond",
            "Answer a finding now, as the deployed engine would: observe, plan, and with --enforce apply and verify. "
            + "Run it again at any time: what is done is not done twice, what was cut off is finished.",
            "remediator respond --event finding.json",
            "remediator respond --event finding.json --ask",
            "remediator respond --event finding.json --enforce --profile security --role RemediatorAction",
            "remediator respond --event finding.json --enforce --ledger dynamodb:remediator --create-ledger")
        {
            file, playbooks,
        };
        options.AddTo(command);
        options.Run(command, async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!;
            var request = options.Read(parsed);
            var (findings, skipped) = Read(path, host);
            var aws = options.Connect(parsed);
            var loaded = PlaybookFolder.Load(parsed.GetValue(playbooks), host).Select(p => p.Playbook).ToList();
            var caller = await aws.CallerAsync(cancel);
            var reachable = new List<Finding>();
            foreach (var finding in findings)
            {
                reachable.Add(await ResponseRun.InReachAsync(finding, caller.Account, aws, host));
            }

            var run = await ResponseRun.OpenAsync(host, request, aws, caller, cancel);
            await TellAsync(skipped, path, request.Json, host);
            return Math.Max(skipped.Count == 0 ? ExitCode.Success : ExitCode.Usage, await run.AnswerAsync(reachable, loaded, cancel));
        });
        return command;
    }

    private static async Task TellAsync(IReadOnlyList<string> skipped, string path, bool json, CliHost host)
    {
        foreach (var reason in skipped)
        {
            if (json)
            {
                host.Out.WriteLine(SimulationJson.Rejected(path, reason));
            }
            else
            {
                await host.Error.WriteLineAsync($"{path}: {Shown.Text(reason)}");
            }
        }
    }

    private static (IReadOnlyList<Finding> Findings, IReadOnlyList<string> Skipped) Read(string path, CliHost host)
    {
        var full = host.PathOf(path);
        if (!File.Exists(full))
        {
            throw new CliException($"{path}: there is no such file.");
        }

        return FindingReader.Read(File.ReadAllBytes(full)) switch
        {
            SourceResult.Parsed parsed => (parsed.Findings, parsed.Skipped),
            SourceResult.Rejected rejected => throw new CliException($"{path}: {Shown.Text(rejected.Reason)}"),
            var other => throw new InvalidOperationException($"unknown source result {other.GetType().Name}"),
        };
    }
}
