using System.Text.Json.Nodes;
using Remediator.Cli.DeadLetters;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>Messages of dead-letter queues, for people and for machines.</summary>
internal static class DeadLetterOutput
{
    private const string Unknown = "not recorded: the queue gave it up after its last delivery";

    public static void List(CliHost host, DeadLetterQueue queue, IReadOnlyList<DeadLetter> letters, bool json)
    {
        if (json)
        {
            foreach (var letter in letters)
            {
                host.Out.WriteLine(ExecutionJson.Text(Node(letter)));
            }

            return;
        }

        host.Console.MarkupLineInterpolated($"[bold]{queue.Name}[/]: {(letters.Count == 0 ? "empty" : $"{letters.Count}")}");
        if (letters.Count == 0)
        {
            return;
        }

        var table = new Table().AddColumns("Message", "Sent", "Finding", "Reason");
        foreach (var letter in letters)
        {
            table.AddRow(new Text(letter.Id), new Text($"{letter.SentAt:u}"), new Text(Shown.Text(letter.Finding?.Type ?? "none that can be read")), new Text(Shown.Text(letter.Reason ?? Unknown)));
        }

        host.Console.Write(table);
    }

    public static void Show(CliHost host, DeadLetter letter, bool json)
    {
        if (json)
        {
            var node = Node(letter);
            node["body"] = letter.Body;
            host.Out.WriteLine(ExecutionJson.Text(node));
            return;
        }

        host.Console.MarkupLineInterpolated($"[bold]{letter.Id}[/] in {letter.Queue.Name}, sent {letter.SentAt:u}");
        host.Console.MarkupLineInterpolated($"  reason: {Shown.Text(letter.Reason ?? Unknown)}");
        if (letter.Finding is { } finding)
        {
            host.Console.MarkupLineInterpolated($"  finding: {Shown.Text(finding.Type)}, {finding.Severity.Label}, account {Shown.Text(finding.Account)}, {Shown.Text(finding.Region)}");
            host.Console.MarkupLineInterpolated($"  id: {Shown.Text(finding.Id)}");
        }

        host.Console.MarkupLineInterpolated($"  body: {Shown.Text(letter.Body)}");
    }

    public static void Redriven(CliHost host, DeadLetter letter, string target, bool json)
    {
        if (json)
        {
            var node = Node(letter);
            node["redrivenTo"] = target;
            host.Out.WriteLine(ExecutionJson.Text(node));
            return;
        }

        host.Console.MarkupLineInterpolated($"{letter.Id} is back in {DeadLetterQueue.NameOf(target)}.");
    }

    private static JsonObject Node(DeadLetter letter) => new()
    {
        ["message"] = letter.Id,
        ["queue"] = letter.Queue.Name,
        ["sentAt"] = letter.SentAt is { } at ? $"{at:O}" : null,
        ["reason"] = letter.Reason,
        ["finding"] = letter.Finding is { } finding ? ExecutionJson.Finding(finding) : null,
    };
}
