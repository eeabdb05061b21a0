using System.Text.Json;
using Remediator.Cli.Output;
using Remediator.Execution;
using Spectre.Console;

namespace Remediator.Cli.Demo;

/// <summary>The demo for people.</summary>
public static class DemoText
{
    public static void Write(IAnsiConsole console, DemoStory story)
    {
        console.WriteLine();
        console.Write(new Rule(Markup.Escape(story.Name)).LeftJustified());
        if (story.Contained is not { } record)
        {
            console.MarkupLineInterpolated($"[red]The finding was not answered:[/] {Shown.Text(story.Response.ToString())}");
            return;
        }

        var finding = record.Finding;
        console.MarkupLineInterpolated($"[bold]Finding[/]   {Shown.Text(finding.Type)}, severity {finding.Severity}, account {finding.Account}, {finding.Region}");
        console.MarkupLineInterpolated($"          {Shown.Text(finding.Title)}");
        console.MarkupLineInterpolated($"[bold]Playbook[/]  {record.Key.Playbook}: {Shown.Text(record.PlaybookTitle)}");
        console.MarkupLineInterpolated($"[bold]Outcome[/]   {record.State}{(record.State == ExecutionState.Verified ? ": every change below was read back from the account" : $": {Shown.Text(record.Failure ?? record.Verdict?.Because ?? "")}")}");
        ExecutionText.Write(console, record);
        foreach (var message in story.Messages)
        {
            console.Write(new Panel(new Text(Shown.Lines(SlackLines(message.Slack)))).Header($"Slack: {message.Kind}").Expand());
            console.Write(new Panel(new Text(Shown.Lines(message.Email.Body))).Header(Markup.Escape(Shown.Text($"Email: {message.Email.Subject}"))).Expand());
        }

        if (!story.Untold.IsEmpty)
        {
            console.MarkupLineInterpolated($"[red]Nobody was told:[/] {string.Join(" and ", story.Untold)}{(record.Notify.IsEmpty ? "; the playbook has no notify" : "")}");
        }

        var again = story.Again is Response.Ran { Result: RunResult.AlreadyHandled } && story.Repeated is { IsEmpty: true };
        console.MarkupLineInterpolated($"[bold]Delivered again[/]  {(again ? "already done; no call changed anything" : $"WRONG: {story.Again?.GetType().Name}, calls that change something: {string.Join(", ", story.Repeated ?? [])}")}");
        console.MarkupLineInterpolated($"[bold]Released[/]         {(story.Released is ReleaseResult.Ran { Record.State: ExecutionState.Released } ? "every value is back as it was, and was read back" : $"NOT released: {story.Released?.GetType().Name ?? "nothing ran"}")}");
        console.MarkupLineInterpolated($"[bold]Account[/]          {(story.Unexpected.IsEmpty ? $"as before the finding; kept on purpose: {(story.Left.IsEmpty ? "nothing" : $"{story.Left.Length} thing(s)")}" : "DIFFERS:")}");
        foreach (var line in story.Left)
        {
            console.MarkupLineInterpolated($"                 {Shown.Text(line.Length > 160 ? line[..160] + "…" : line)}");
        }
    }

    /// <summary>The texts of the blocks, one below the other, as Slack shows them.</summary>
    private static string SlackLines(string json)
    {
        using var document = JsonDocument.Parse(json);
        var lines = new List<string>();
        Collect(document.RootElement.GetProperty("blocks"), lines);
        return string.Join('\n', lines);
    }

    private static void Collect(JsonElement element, List<string> lines)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, lines);
                }

                break;
            case JsonValueKind.Object when element.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String:
                // Slack undoes these three escapes when it shows the text.
                lines.Add(text.GetString()!.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal));
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Collect(property.Value, lines);
                }

                break;
        }
    }
}
