using System.CommandLine;
using Remediator.Cli.DeadLetters;
using Remediator.Cli.Output;

namespace Remediator.Cli.Commands;

/// <summary>Sends messages back to be answered once more.</summary>
public static class DlqRedriveCommand
{
    public static Command Create(CliHost host)
    {
        var ids = new Argument<string[]>("message") { Description = "Ids of messages, or their beginnings, as dlq list prints them.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every message of the queues." };
        var to = new Option<string?>("--to") { Description = "URL of the queue that takes them. Default: the one whose dead-letter queue it is.", HelpName = "URL" };
        var json = new Option<bool>("--json") { Description = "One JSON object per message, one line each." };
        var access = new DeadLetterAccess(host);
        var command = new TaughtCommand(
            "redrive",
            "Send messages back to the queue that they come from, to be answered once more; each starts with its full number of deliveries. "
            + "What is done already is not done twice.",
            "remediator dlq redrive 4f1c9a52 77ab01",
            "remediator dlq redrive --all --queue Urgent",
            "remediator dlq redrive --all --queue UndeliveredEvents --to https://sqs.eu-central-1.amazonaws.com/111122223333/Remediator-UrgentFindings")
        { ids, all, to, json };
        access.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var wanted = parsed.GetValue(ids) ?? [];
            if (parsed.GetValue(all) == wanted.Length > 0)
            {
                throw new CliException("Name the messages, or say --all.");
            }

            var (desk, queues) = await access.OpenAsync(parsed, cancel);
            var missing = new HashSet<string>(wanted, StringComparer.Ordinal);
            var stuck = false;
            foreach (var queue in queues)
            {
                var letters = await desk.TakeAsync(queue, int.MaxValue, cancel);
                var chosen = letters.Where(l => parsed.GetValue(all) || wanted.Any(w => l.Id.StartsWith(w, StringComparison.Ordinal))).ToList();
                missing.RemoveWhere(w => chosen.Any(l => l.Id.StartsWith(w, StringComparison.Ordinal)));
                var target = parsed.GetValue(to) ?? queue.Source;
                var redriven = new HashSet<DeadLetter>();
                try
                {
                    foreach (var letter in chosen.Where(_ => target is not null))
                    {
                        await desk.RedriveAsync(letter, target!, cancel);
                        redriven.Add(letter);
                        DeadLetterOutput.Redriven(host, letter, target!, parsed.GetValue(json));
                    }
                }
                finally
                {
                    // Also where a lane takes nothing from the caller: nobody has to wait until what stays can be seen again.
                    await desk.GiveBackAsync(letters.Where(l => !redriven.Contains(l)), CancellationToken.None);
                }

                if (target is null && chosen.Count > 0)
                {
                    stuck = true;
                    await host.Error.WriteLineAsync($"{queue.Name} is no queue's dead-letter queue; its {chosen.Count} messages stay. Say where they belong with --to URL.");
                }
            }

            foreach (var id in missing)
            {
                await host.Error.WriteLineAsync($"There is no message {Shown.Text(id)}. List them with: remediator dlq list");
            }

            return stuck || missing.Count > 0 ? ExitCode.Failed : ExitCode.Success;
        });
        return command;
    }
}
