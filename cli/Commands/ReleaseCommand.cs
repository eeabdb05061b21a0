using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Execution;

namespace Remediator.Cli.Commands;

/// <summary>Undoes an execution.</summary>
public static class ReleaseCommand
{
    public static Command Create(CliHost host)
    {
        var id = TaughtCommand.Argument("execution", "The execution's id, as respond and executions print it.", ArgumentArity.ExactlyOne);
        var force = new Option<bool>("--force") { Description = "Overwrite what somebody else has changed since." };
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var ledger = LedgerChoice.Option(host);
        var access = new AwsAccess(host);
        var command = new TaughtCommand(
            "release",
            "Put back what an execution changed, exactly, and read it back. Stops before the first write if somebody else has changed one of the values since.",
            "remediator release rx-0123456789abcdef0123",
            "remediator release rx-0123456789abcdef0123 --ledger dynamodb:remediator --role RemediatorAction")
        {
            id, force, ledger, json,
        };
        foreach (var option in access.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            var aws = access.Connect(parsed);
            var store = await LedgerChoice.OpenAsync(parsed.GetValue(ledger)!, () => aws, create: false, host, cancel);
            var caller = await aws.CallerAsync(cancel);
            var runner = new ReleaseRunner(store, aws.Broker(caller.Account), host.Clock, new RunnerOptions());
            var result = await runner.ReleaseAsync(parsed.GetValue(id)!, caller.Worker(host), parsed.GetValue(force), cancel);
            return ReleaseOutput.Write(host, result, parsed.GetValue(json));
        });
        return command;
    }
}
