using Remediator.Cli.Output;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Playbooks;

namespace Remediator.Cli.Responses;

/// <summary>The engine on a workstation, against the account of the credentials.</summary>
internal sealed class ResponseRun(CliHost host, ResponseRequest request, AwsConnection aws, AwsCaller caller, IExecutionLedger store)
{
    public IExecutionLedger Store => store;

    /// <summary>Opens the ledger, and says what one of this process alone means.</summary>
    public static async Task<ResponseRun> OpenAsync(CliHost host, ResponseRequest request, AwsConnection aws, AwsCaller caller, CancellationToken cancel)
    {
        if (!request.IsLook && request.Ledger == "memory")
        {
            await host.Error.WriteLineAsync("--ledger memory is forgotten when this command ends: what it changes can't be undone by 'remediator release', and no other run knows of it.");
        }

        return new ResponseRun(host, request, aws, caller, await LedgerChoice.OpenAsync(request.Ledger, () => aws, MakesLedger(request.Mode, request.CreatesLedger, aws), host, cancel));
    }

    /// <summary>Whether a missing table is made: never by a look, and where others may mean it by its name only when it was asked for.</summary>
    internal static bool MakesLedger(PlaybookMode? mode, bool isAsked, AwsConnection aws) => mode != PlaybookMode.Observe && (isAsked || aws.IsLocal);

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

    /// <summary>The engine with these playbooks.</summary>
    /// <param name="ledger">The choice of <c>--ledger</c>, beside whose executions the controls are.</param>
    public static async Task<Responder> ResponderAsync(
        IEnumerable<Playbook> playbooks, AwsConnection aws, AwsCaller caller, IExecutionLedger store, string ledger, CliHost host, CancellationToken cancel)
    {
        var controls = await LedgerChoice.OpenControlsAsync(ledger, () => aws, host, cancel);
        var own = new RunnerOptions();
        var options = aws.Role is { } role ? own with { OwnNames = [.. own.OwnNames, role] } : own;
        var runner = new RemediationRunner(store, aws.Broker(caller.Account), controls, host.Clock, options);
        return new Responder(new PlaybookMatcher(playbooks), runner, store, host.Clock);
    }

    /// <summary>Answers the findings and tells what came of each.</summary>
    /// <returns>The worst exit code.</returns>
    public async Task<int> AnswerAsync(IEnumerable<Finding> findings, IEnumerable<Playbook> playbooks, CancellationToken cancel)
    {
        var responder = await ResponderAsync(playbooks, aws, caller, store, request.Ledger, host, cancel);
        var worst = ExitCode.Success;
        foreach (var finding in findings)
        {
            foreach (var response in await responder.RespondAsync(finding, request.Mode, caller.Worker(host), byOperator: true, cancel))
            {
                ResponseOutput.Write(host, response, request.Json, request.Ledger);
                worst = Math.Max(worst, ResponseOutput.ExitCodeOf(response));
            }
        }

        return worst;
    }
}
