using Remediator.Playbooks;
using Remediator.Remediations;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>One finding of <c>simulate</c> for people.</summary>
public static class SimulationText
{
    public static void Write(IAnsiConsole console, string file, Simulation simulation)
    {
        var finding = simulation.Finding;
        var what = Shown.Text($"{finding.Type}, {finding.Severity}, account {finding.Account}, {finding.Region}{(finding.IsSample ? ", sample" : "")}");
        if (simulation.Answers.IsEmpty)
        {
            console.MarkupLineInterpolated($"[yellow]unmatched[/] {Shown.Text(file)}: {what}: {Shown.Text(simulation.Reason ?? "")}");
            return;
        }

        console.MarkupLineInterpolated($"[green]matched[/]   {Shown.Text(file)}: {what}");
        foreach (var answer in simulation.Answers)
        {
            console.MarkupLineInterpolated($"          playbook {answer.Playbook.Id}, verdict {answer.Verdict.Name}{(answer.Verdict.Because is { Length: > 0 } reason ? $" ({Shown.Text(reason)})" : "")}");
            if (answer.Playbook.ReleaseAfter is { } after)
            {
                console.MarkupLineInterpolated($"          ends by itself after {DurationConverter.Format(after)}");
            }

            if (answer.Playbook.Corroborated is { } rule)
            {
                console.MarkupLineInterpolated($"          where the ledger knows another finding of the resource within {DurationConverter.Format(rule.Within)}, which is not known here: mode {(rule.Mode ?? answer.Playbook.Mode).ToString().ToLowerInvariant()}{string.Concat(rule.Steps.Select(s => $", and {s.Remediation}"))}");
            }

            foreach (var resource in answer.Resources)
            {
                console.MarkupLineInterpolated($"          on {Shown.Text(resource.Kind)} {Shown.Text(resource.Id)}: {(answer.Steps.IsEmpty ? "people are told" : string.Join(", ", answer.Steps.Select(s => Lasting(answer.Playbook, s))))}");
            }
        }
    }

    private static string Lasting(Playbook playbook, string step) => RemediationCatalogue.Find(step) is not { IsIrreversible: true } ? step
        : playbook.Steps.Any(s => s.Remediation == step && s.AllowIrreversible) ? $"{step} (CANNOT BE UNDONE)"
        : $"{step} (CANNOT BE UNDONE; asks a person first)";
}
