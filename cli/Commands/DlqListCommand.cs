using System.CommandLine;
using Remediator.Cli.DeadLetters;
using Remediator.Cli.Output;

namespace Remediator.Cli.Commands;

/// <summary>Lists what lies in the dead-letter queues.</summary>
public static class DlqListCommand
{
    public static Command Create(CliHost host)
    {
        var limit = TaughtCommand.Count("How many of each queue.", "--limit", "-n");
        limit.DefaultValueFactory = _ => 50;
        var json = new Option<bool>("--json") { Description = "One JSON object per message, one line each." };
        var access = new DeadLetterAccess(host);
        var command = new TaughtCommand(
            "list", "List what lies in the dead-letter queues, the oldest first. What is shown is given back at once.",
            "remediator dlq list",
            "remediator dlq list --queue Urgent --json")
        { limit, json };
        access.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (desk, queues) = await access.OpenAsync(parsed, cancel);
            foreach (var queue in queues)
            {
                var letters = await desk.TakeAsync(queue, parsed.GetValue(limit), cancel);
                await desk.GiveBackAsync(letters, cancel);
                DeadLetterOutput.List(host, queue, letters, parsed.GetValue(json));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
