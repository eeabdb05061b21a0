using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Cli.Releases;
using Remediator.Execution;

namespace Remediator.Cli.Commands;

/// <summary>Undoes executions.</summary>
public static class ReleaseCommand
{
    public static Command Create(CliHost host)
    {
        var targets = new ReleaseTargets();
        var force = new Option<bool>("--force") { Description = "Overwrite what somebody else has changed since." };
        var dry = new Option<bool>("--dry-run") { Description = "Read the live values and show them beside the recorded ones; change nothing." };
        var json = new Option<bool>("--json") { Description = "One JSON object per execution, one line each." };
        var ledger = LedgerChoice.Option(host);
        var access = new AwsAccess(host);
        var command = new TaughtCommand(
            "release",
            "Put back what an execution, all executions of a finding or all of a resource changed, the newest first, and read it back. "
            + "An execution stops before its first write if somebody else has changed one of its values since.",
            "remediator release rx-0123456789abcdef0123",
            "remediator release rx-0123456789abcdef0123 --dry-run",
            "remediator release --resource arn:aws:s3:::exports --ledger dynamodb:remediator --role RemediatorAction",
            "remediator release arn:aws:guardduty:eu-central-1:111122223333:detector/d1/finding/f1",
            "remediator release in-0123456789 --ledger dynamodb:remediator --role RemediatorAction")
        {
            force, dry, ledger, json, ReleaseExtendCommand.Create(host), ReleaseDueCommand.Create(host),
        };
        targets.AddTo(command);
        foreach (var option in access.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            var aws = access.Connect(parsed);
            var store = await LedgerChoice.OpenAsync(parsed.GetValue(ledger)!, () => aws, create: false, host, cancel);
            var selection = await targets.SelectAsync(parsed, store, cancel);
            var caller = await aws.CallerAsync(cancel);
            var runner = new ReleaseRunner(store, aws.Broker(caller.Account), host.Clock, new RunnerOptions());
            var output = new ReleaseOutput(host, parsed.GetValue(json), parsed.GetValue(force));
            var worst = ExitCode.Success;
            foreach (var id in selection.Ids)
            {
                var result = parsed.GetValue(dry) ? await runner.PreviewAsync(id, cancel) : await OneAsync(runner, id, caller.Worker(host), parsed.GetValue(force), cancel);
                worst = Math.Max(worst, output.Write(result));
            }

            if (selection.IsGroup)
            {
                output.WriteTotal(selection.Ids.Length);
            }

            return worst;
        });
        return command;
    }

    /// <summary>One that another worker took over is that one's; the others of a group are released all the same.</summary>
    private static async Task<ReleaseResult> OneAsync(ReleaseRunner runner, string id, string worker, bool force, CancellationToken cancel)
    {
        try
        {
            return await runner.ReleaseAsync(id, worker, force, cancel);
        }
        catch (LeaseLostException e)
        {
            return new ReleaseResult.Lost(id, e.Message);
        }
    }
}
