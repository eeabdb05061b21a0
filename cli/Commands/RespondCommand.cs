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
        var json = new Option<bool>("--json") { Description = "One JSON object per execution, one line each; faults too." };
        var create = new Option<bool>("--create-ledger") { Description = "Make the DynamoDB table of the ledger where it is missing, once the account is known to be the right one. On an emulator on this machine what acts makes it anyway." };
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
            "remediator respond --event finding.json --enforce --ledger dynamodb:remediator --create-ledger")
        {
            file, enforce, ask, playbooks, ledger, create, json,
        };
        foreach (var option in access.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                return await RunAsync(parsed, cancel);
            }
            catch (Exception e) when (parsed.GetValue(json) && RemediatorCommand.FaultOf(e) is not null)
            {
                var (message, exit) = RemediatorCommand.FaultOf(e)!.Value;
                host.Out.WriteLine(ResponseOutput.Fault(message));
                return exit;
            }
        });
        return command;

        async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
        {
            var path = parsed.GetValue(file)!;
            var mode = ModeOf(parsed.GetValue(enforce), parsed.GetValue(ask));
            var choice = parsed.GetValue(ledger)!;
            if (parsed.GetValue(create) && (mode == PlaybookMode.Observe || !LedgerChoice.IsShared(choice)))
            {
                throw new CliException("--create-ledger makes the table of --ledger dynamodb:TABLE, and only where the response acts: with --enforce or --ask.");
            }

            var (findings, skipped) = Read(path, host);
            var aws = access.Connect(parsed);
            var matcher = new PlaybookMatcher(PlaybookFolder.Load(parsed.GetValue(playbooks), host).Select(p => p.Playbook));
            var caller = await aws.CallerAsync(cancel);
            var reachable = new List<Finding>();
            foreach (var finding in findings)
            {
                reachable.Add(await InReachAsync(finding, caller.Account, aws, host));
            }

            if (mode != PlaybookMode.Observe && choice == "memory")
            {
                await host.Error.WriteLineAsync("--ledger memory is forgotten when this command ends: what it changes can't be undone by 'remediator release', and no other run knows of it.");
            }

            var store = await LedgerChoice.OpenAsync(choice, () => aws, MakesLedger(mode, parsed.GetValue(create), aws), host, cancel);
            var controls = await LedgerChoice.OpenControlsAsync(choice, () => aws, host, cancel);
            var own = new RunnerOptions();
            var options = aws.Role is { } role ? own with { OwnNames = [.. own.OwnNames, role] } : own;
            var runner = new RemediationRunner(store, aws.Broker(caller.Account), controls, host.Clock, options);
            var responder = new Responder(matcher, runner, store, host.Clock);
            var worst = skipped.Count == 0 ? ExitCode.Success : ExitCode.Usage;
            foreach (var reason in skipped)
            {
                if (parsed.GetValue(json))
                {
                    host.Out.WriteLine(SimulationJson.Rejected(path, reason));
                }
                else
                {
                    await host.Error.WriteLineAsync($"{path}: {Shown.Text(reason)}");
                }
            }

            foreach (var finding in reachable)
            {
                foreach (var response in await responder.RespondAsync(finding, mode, caller.Worker(host), byOperator: true, cancel))
                {
                    ResponseOutput.Write(host, response, parsed.GetValue(json), choice);
                    worst = Math.Max(worst, ResponseOutput.ExitCodeOf(response));
                }
            }

            return worst;
        }
    }

    /// <summary>Null for the playbook's own.</summary>
    private static PlaybookMode? ModeOf(bool enforce, bool ask) => (enforce, ask) switch
    {
        (true, true) => throw new CliException("--enforce acts whatever the playbook's mode is, --ask goes by it: give one of them."),
        (true, false) => PlaybookMode.Enforce,
        (false, true) => null,
        _ => PlaybookMode.Observe,
    };

    /// <summary>Whether a missing table is made: never by a look, and where others may mean it by its name only when it was asked for.</summary>
    internal static bool MakesLedger(PlaybookMode? mode, bool isAsked, AwsConnection aws) => mode != PlaybookMode.Observe && (isAsked || aws.IsLocal);

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
