using Remediator.Playbooks;
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
            foreach (var resource in answer.Resources)
            {
                console.MarkupLineInterpolated($"          on {Shown.Text(resource.Kind)} {Shown.Text(resource.Id)}: {(answer.Steps.IsEmpty ? "people are told" : string.Join(", ", answer.Steps))}");
            }
        }
    }
}
