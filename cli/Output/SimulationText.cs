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
        if (simulation.Playbook is not { } playbook)
        {
            console.MarkupLineInterpolated($"[yellow]unmatched[/] {Shown.Text(file)}: {what}: {Shown.Text(simulation.Reason ?? "")}");
            return;
        }

        console.MarkupLineInterpolated($"[green]matched[/]   {Shown.Text(file)}: {what}");
        console.MarkupLineInterpolated($"          playbook {playbook.Id}, verdict {simulation.Verdict?.Name}{(simulation.Reason is { } reason ? $" ({Shown.Text(reason)})" : "")}");
        foreach (var resource in simulation.Resources)
        {
            console.MarkupLineInterpolated($"          on {Shown.Text(resource.Kind)} {Shown.Text(resource.Id)}: {string.Join(", ", simulation.Steps)}");
        }
    }
}
