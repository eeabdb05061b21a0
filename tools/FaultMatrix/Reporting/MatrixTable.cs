using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Matrix;
using Spectre.Console;

namespace Remediator.FaultMatrix.Reporting;

/// <summary>The matrix as people read it: a path in each line, a fault in each column, survived of runs in each cell.</summary>
internal static class MatrixTable
{
    private const int MostFailures = 12;

    public static void Write(IAnsiConsole console, IReadOnlyList<Cell> cells, IReadOnlyList<FaultKind> faults)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("survived / runs");
        foreach (var fault in faults)
        {
            table.AddColumn(new TableColumn(Words(fault)).RightAligned());
        }

        foreach (var row in cells.GroupBy(c => c.Row))
        {
            table.AddRow([row.Key, .. faults.Select(f => row.FirstOrDefault(c => c.Fault == f) is { } cell ? InColour(cell) : "[grey]n/a[/]")]);
        }

        console.Write(table);
        foreach (var (cell, failure) in cells.SelectMany(c => c.Failures.Take(2), (c, f) => (c, f)).Take(MostFailures))
        {
            console.MarkupLineInterpolated($"[red]{cell.Row}, {Words(cell.Fault)} at call {failure.Position} {failure.Call}[/]");
            foreach (var complaint in failure.Complaints.Take(4))
            {
                console.WriteLine($"    {complaint}");
            }
        }
    }

    /// <summary>As one word per line, so that the columns stay narrow.</summary>
    private static string Words(FaultKind fault) =>
        string.Concat(fault.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static string InColour(Cell cell) => cell.Survived == cell.Runs ? $"{cell.Survived}/{cell.Runs}" : $"[red]{cell.Survived}/{cell.Runs}[/]";
}
