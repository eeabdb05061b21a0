using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Planning;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>An execution for people: the plan with before and after, and what was read back.</summary>
public static class ExecutionText
{
    public static void Write(IAnsiConsole console, ExecutionRecord record)
    {
        foreach (var step in record.Steps.Where(s => s.Reason is not null))
        {
            console.MarkupLineInterpolated($"  {step.Remediation}: [yellow]{Shown.Text(Words(step.Outcome))}[/]: {Shown.Text(step.Reason!)}");
        }

        if (!record.Changes.IsEmpty)
        {
            console.Write(Changes(record));
        }

        foreach (var survivor in record.Steps.SelectMany(s => s.Survivors))
        {
            console.MarkupLineInterpolated($"  [grey]not stopped:[/] {Shown.Text(survivor)}");
        }
    }

    private static Table Changes(ExecutionRecord record)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("Step", "What", "Before", "After", "Read back");
        foreach (var change in record.Changes)
        {
            var attribute = AttributeCatalogue.Find(change.Change.Attribute);
            string Describe(AttributeValue value) => Shown.Text(attribute?.Describe(value) ?? value.ToString());
            table.AddRow(
                new Text(change.Change.Step),
                new Text(Shown.Text($"{attribute?.Label ?? change.Change.Attribute} of {change.Change.Target.Id}")),
                new Text(Describe(change.Change.Before)),
                new Text(Describe(change.Written ?? change.Change.After)),
                new Text(change.Error is { } error ? Shown.Text($"{change.Status}: {error}") : change.ReadBack is { } live ? $"{change.Status}: {Describe(live)}" : change.Change.IsSatisfied ? "already so" : "not changed"));
        }

        return table;
    }

    private static string Words(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Planned => "planned",
        StepOutcome.AlreadyCompliant => "already as wanted",
        StepOutcome.NotApplicable => "does not apply",
        StepOutcome.Unknown => "could not be read",
        _ => throw new InvalidOperationException($"unknown step outcome {outcome}"),
    };
}
