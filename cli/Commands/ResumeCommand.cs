using System.CommandLine;
using Remediator.Cli.Controls;
using Remediator.Controls;

namespace Remediator.Cli.Commands;

/// <summary>Ends a pause.</summary>
public static class ResumeCommand
{
    public static Command Create(CliHost host)
    {
        var options = new ControlOptions(host);
        var command = new TaughtCommand(
            "resume",
            "Ends the pause of the same scope, from the next event on. Findings that came meanwhile are answered when their source reports them again, or with respond.",
            "remediator resume --why 'load test is over' --ledger dynamodb:remediator",
            "remediator resume --account 111122223333 --why 'migrated'");
        options.AddScope(command);
        options.AddChanging(command);
        command.SetAction((parsed, cancel) =>
        {
            var pause = new Pause(options.Scope(parsed)) { By = "", Why = "", At = default };
            return ControlChange.RemoveAsync(host, options, parsed, pause.Id, cancel);
        });
        return command;
    }
}
