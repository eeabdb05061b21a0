using System.CommandLine;
using Remediator.Cli.Controls;
using Remediator.Controls;

namespace Remediator.Cli.Commands;

/// <summary>The kill switch.</summary>
public static class PauseCommand
{
    public static Command Create(CliHost host)
    {
        var options = new ControlOptions(host);
        var command = new TaughtCommand(
            "pause",
            "The kill switch: from the next event on nothing is changed, by anybody's order. Findings are still looked at, recorded and reported, each with the reason. "
            + "What is done already stays, and can be released.",
            "remediator pause --why 'load test' --ledger dynamodb:remediator",
            "remediator pause --account 111122223333 --for 4h --why 'migration'",
            "remediator pause --playbook ec2-compromised --why 'false positives since noon'")
        { options.For, options.Until };
        options.AddScope(command);
        options.AddChanging(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var now = host.Clock.GetUtcNow();
            var pause = new Pause(options.Scope(parsed))
            {
                By = await options.WhoAsync(parsed, cancel),
                Why = options.Reason(parsed),
                At = now,
                Until = options.EndOf(parsed, now),
            };
            return await ControlChange.PutAsync(host, options, parsed, pause, cancel);
        });
        return command;
    }
}
