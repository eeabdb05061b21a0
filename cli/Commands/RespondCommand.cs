using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Execution;
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
        var enforce = new Option<bool>("--enforce") { Description = "Act. Without it the live state is read, the plan is printed and nothing is changed." };
        var ask = new Option<bool>("--ask") { Description = "Act in the playbook's own mode, as the deployed functions do: what it enforces is done, what it asks people about waits for 'remediator approve'." };
        var json = new Option<bool>("--json") { Description = "One JSON object per execution, one line each." };
        var playbooks = PlaybookFolder.Option();
        var ledger = LedgerChoice.Option(host);
        var access = new AwsAccess(host);
        var command = new TaughtCommand(
            "respond",
            "Answer a finding now, as the deployed engine would: observe, plan, and with --enforce apply and verify. "
            + "Run it again at any time: what is done is not done twice, what was cut off is finished.",
            "remediator respond --event finding.json",
            "remediator respond --event finding.json --ask",
            "remediator respond --event finding.json --enforce --profile security --role RemediatorAction",
            "remediator respond --event finding.json --enforce --ledger dynamodb:remediator --endpoint-url http://127.0.0.1:5000")
        {
            file, enforce, ask, playbooks, ledger, json,
        };
        foreach (var option in access.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!;
            if (parsed.GetValue(ask) && parsed.GetValue(enforce))
            {
                throw new CliException("--enforce acts whatever the playbook's mode is, --ask goes by it: give one of them.");
            }

            var (findings, skipped) = Read(path, host);
            var aws = access.Connect(parsed);
            var matcher = new PlaybookMatcher(PlaybookFolder.Load(parsed.GetValue(playbooks), host).Select(p => p.Playbook));
            var store = await LedgerChoice.OpenAsync(parsed.GetValue(ledger)!, () => aws, create: true, host, cancel);
            var caller = await aws.CallerAsync(cancel);
            var controls = await LedgerChoice.OpenControlsAsync(parsed.GetValue(ledger)!, () => aws, host, cancel);
            var own = new RunnerOptions();
            var options = aws.Role is { } role ? own with { OwnNames = [.. own.OwnNames, role] } : own;
            var runner = new RemediationRunner(store, aws.Broker(caller.Account), controls, host.Clock, options);
            var responder = new Responder(matcher, runner, store, host.Clock);
            PlaybookMode? mode = parsed.GetValue(ask) ? null : parsed.GetValue(enforce) ? PlaybookMode.Enforce : PlaybookMode.Observe;
            var worst = skipped.Count == 0 ? ExitCode.Success : ExitCode.Usage;
            foreach (var reason in skipped)
            {
                await host.Error.WriteLineAsync($"{path}: {Shown.Text(reason)}");
            }

            foreach (var finding in findings)
            {
                var reachable = await InReachAsync(finding, caller.Account, aws, host);
                foreach (var response in await responder.RespondAsync(reachable, mode, caller.Worker(host), byOperator: true, cancel))
                {
                    ResponseOutput.Write(host, response, parsed.GetValue(json), parsed.GetValue(ledger)!);
                    worst = Math.Max(worst, ResponseOutput.ExitCodeOf(response));
                }
            }

            return worst;
        });
        return command;
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

    /// <summary>A finding is only ever answered in its own account; an emulator on this machine stands for any.</summary>
    internal static async Task<Finding> InReachAsync(Finding finding, string account, AwsConnection aws, CliHost host)
    {
        if (finding.Account == account || aws.Role is not null)
        {
            return finding;
        }

        if (aws.IsLocal)
        {
            await host.Error.WriteLineAsync($"The finding is about account {finding.Account}; the emulator at {aws.Endpoint.Url} answers as {account}, so that is where it is answered.");
            return finding with { Account = account };
        }

        throw new CliException(
            $"The finding is about account {finding.Account}, the credentials are for account {account}: nothing was done. "
            + "Use credentials of that account (--profile), or name the action role to assume in it (--role RemediatorAction).");
    }
}
