using System.CommandLine;
using Remediator.Cli.DeadLetters;
using Remediator.Cli.Output;

namespace Remediator.Cli.Commands;

/// <summary>Shows one message with its reason and its body.</summary>
public static class DlqShowCommand
{
    public static Command Create(CliHost host)
    {
        var id = new Argument<string>("message") { Description = "The message's id, or its beginning, as dlq list prints it." };
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var access = new DeadLetterAccess(host);
        var command = new TaughtCommand(
            "show", "Show one message of the dead-letter queues: why it is there, the finding in it, and its body.",
            "remediator dlq show 4f1c9a52")
        { id, json };
        access.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (desk, queues) = await access.OpenAsync(parsed, cancel);
            foreach (var queue in queues)
            {
                var letters = await desk.TakeAsync(queue, int.MaxValue, cancel);
                await desk.GiveBackAsync(letters, cancel);
                if (letters.FirstOrDefault(l => l.Id.StartsWith(parsed.GetValue(id)!, StringComparison.Ordinal)) is { } found)
                {
                    DeadLetterOutput.Show(host, found, parsed.GetValue(json));
                    return ExitCode.Success;
                }
            }

            throw new CliException($"There is no message {Shown.Text(parsed.GetValue(id)!)} in {string.Join(", ", queues.Select(q => q.Name))}. List them with: remediator dlq list");
        });
        return command;
    }
}
