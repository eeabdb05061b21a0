using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.Cli.Commands;

/// <summary>Prints every step as a page of the documentation.</summary>
public static class StepsCommand
{
    public static Command Create(CliHost host)
    {
        var command = new TaughtCommand("steps", "Print every step that a playbook can have, with its options and what a release puts back, in Markdown.", "remediator steps > docs/steps.md");
        command.SetAction(_ =>
        {
            host.Out.Write(Page());
            return ExitCode.Success;
        });
        return command;
    }

    internal static string Page()
    {
        var page = new StringBuilder("""
            # Steps

            Every step that a [playbook](playbooks.md) can have. Written by `remediator steps`.

            | Step | | Acts on | Options | A release puts back |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var remediation in RemediationCatalogue.All)
        {
            var options = PlaybookSchema.OptionsOf(remediation);
            var needed = options["required"]?.AsArray().Select(n => (string)n!).ToHashSet(StringComparer.Ordinal) ?? [];
            var cells = (options["properties"]?.AsObject() ?? []).Select(p => $"`{p.Key}`{(needed.Contains(p.Key) ? " (needed)" : "")}: {Says(p.Value!)}");
            page.Append($"| `{remediation.Name}` | {remediation.Summary} | {string.Join(", ", remediation.Kinds.Select(k => $"`{k}`"))} | {Cell(string.Join("<br>", cells))} | {remediation.Undo} |\n");
        }

        return page.ToString();
    }

    private static string Says(JsonNode option) =>
        (string?)option["description"] is { } description ? description
        : option["enum"] is JsonArray values ? string.Join(", ", values.Select(v => $"`{v}`"))
        : (string?)option["type"] ?? "";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
