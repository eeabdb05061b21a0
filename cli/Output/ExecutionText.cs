using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Planning;
using Remediator.Scheduling;
using Spectre.Console;

namespace Remediator.Cli.Output;

/// <summary>An execution for people: the plan with before and after, and what was read back.</summary>
public static class ExecutionText
{
    public static void Write(IAnsiConsole console, ExecutionRecord record)
    {
        if (record.Corroboration is { } corroboration)
        {
            console.MarkupLineInterpolated($"  [yellow]corroborated[/]: {Shown.Text(corroboration.Says)}");
        }

        foreach (var step in record.Steps.Where(s => s.Reason is not null))
        {
            console.MarkupLineInterpolated($"  {step.Remediation}: [yellow]{Shown.Text(Words(step.Outcome))}[/]: {Shown.Text(step.Reason!)}");
        }

        ApprovalText.Write(console, record);
        foreach (var change in record.Changes)
        {
            Write(console, change);
        }

        if (record is { Release: { } release, State: ExecutionState.Verified or ExecutionState.Regressed or ExecutionState.Drifted })
        {
            console.MarkupLineInterpolated($"  [grey]ends by itself:[/] {Shown.Text(Ends(release))}");
        }

        foreach (var survivor in record.Survivors())
        {
            console.MarkupLineInterpolated($"  [grey]not stopped:[/] {Shown.Text(survivor)}");
        }

        foreach (var left in record.LeftBehind())
        {
            console.MarkupLineInterpolated($"  [grey]left behind:[/] {Shown.Text(left)}");
        }

        foreach (var command in record.FollowUps())
        {
            console.MarkupLineInterpolated($"  [grey]follow up with:[/] {Shown.Text(command)}");
        }
    }

    private static string Ends(TimedRelease release) => release switch
    {
        { Held: { } held } => $"held: {held}",
        { At: { } at } => $"{at:u}{(release is { By: { } by, Why: { } why } ? $" ({why}, {by})" : "")}, where a stack or 'remediator release due' looks after this ledger",
        _ => $"not any more{(release is { By: { } by, Why: { } why } ? $" ({why}, {by})" : "")}",
    };

    /// <summary>What an undo would leave; it is said before, since afterwards is too late.</summary>
    private static string Lasting(Change change) => change switch
    {
        { IsSatisfied: true } => "",
        { Irreversible: true } => ": CANNOT BE UNDONE",
        { Keep: true } => ": stays after an undo",
        _ => "",
    };

    private static void Write(IAnsiConsole console, ChangeRecord record)
    {
        var attribute = AttributeCatalogue.Find(record.Change.Attribute);
        string Describe(AttributeValue value) => Shown.Text(attribute?.DescribeSafely(value) ?? value.ToString());
        console.MarkupLineInterpolated($"  {record.Change.Step}: [bold]{Shown.Text(attribute?.Label ?? record.Change.Attribute)}[/] of {Shown.Text(record.Change.Target.Id)}[yellow]{Lasting(record.Change)}[/]");
        console.MarkupLineInterpolated($"    {Describe(record.Change.Before)} [grey]->[/] {Describe(record.Written ?? record.Change.After)}");
        if (record.Change.Note is { Length: > 0 } note)
        {
            console.MarkupLineInterpolated($"    {Shown.Text(note)}");
        }

        if (record.Change is { Irreversible: true, IsSatisfied: false })
        {
            console.MarkupLineInterpolated($"    [red]cannot be undone[/]");
        }

        switch (record)
        {
            case { Error: { } error }:
                console.MarkupLineInterpolated($"    [red]{record.Status}[/]: {Shown.Text(error)}");
                break;
            case { ReadBack: { } live }:
                console.MarkupLineInterpolated($"    [green]{record.Status}[/], read back: {Describe(live)}");
                break;
            default:
                console.MarkupLineInterpolated($"    [grey]{(record.Change.IsSatisfied ? "already so" : "not changed")}[/]");
                break;
        }
    }

    private static string Words(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Planned => "planned",
        StepOutcome.AlreadyCompliant => "already as wanted",
        StepOutcome.NotApplicable => "does not apply",
        StepOutcome.Unknown => "could not be read",
        StepOutcome.NotTold => "could not be looked up",
        _ => throw new InvalidOperationException($"unknown step outcome {outcome}"),
    };
}
