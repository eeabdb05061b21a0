using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Paths;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Simulation;
using Remediator.FaultMatrix.Trials;

namespace Remediator.FaultMatrix.Matrix;

/// <summary>Every path under every fault; the cells come in the order of the table, whatever order they were run in.</summary>
internal static class MatrixRun
{
    public static IReadOnlyList<FaultKind> Faults { get; } = Enum.GetValues<FaultKind>();

    private static Stage[] Stages { get; } = Enum.GetValues<Stage>();

    /// <summary>The rows whose name holds a text; each scenario and path is run once without a fault to see what it comes to.</summary>
    public static IReadOnlyList<IRow> Rows(string only = "")
    {
        var scenarios = RemediationScenario.All.Where(s => Stages.Any(stage => IsMeant(s, stage))).ToList();
        var paths = EnginePath.All.Where(p => p.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        return [.. Threads.Map(scenarios, s => Rows(s, stage => IsMeant(s, stage))).SelectMany(rows => rows), .. Threads.Map(paths, p => new PathRow(p))];

        bool IsMeant(RemediationScenario scenario, Stage stage) => StageRow.NameOf(scenario, stage).Contains(only, StringComparison.OrdinalIgnoreCase);
    }

    public static IReadOnlyList<Cell> Run(IEnumerable<IRow> rows, IEnumerable<FaultKind> faults, Sabotage sabotage)
    {
        var kinds = faults.ToList();
        var strikes = rows.SelectMany(row => kinds.SelectMany(fault => row.Positions(fault).Select(position => (Row: row, Fault: fault, Position: position)))).ToList();
        var runs = Threads.Map(strikes, s => (s.Row.Name, s.Fault, Outcome: s.Row.Strike(s.Fault, s.Position, sabotage)));
        return [.. runs.GroupBy(r => (r.Name, r.Fault)).Select(g => new Cell(g.Key.Name, g.Key.Fault, [.. g.Select(r => r.Outcome)]))];
    }

    private static IReadOnlyList<IRow> Rows(RemediationScenario scenario, Func<Stage, bool> isMeant)
    {
        var expected = Trial.Expect(scenario);
        return [.. Stages.Where(isMeant).Select(stage => new StageRow(scenario, expected, stage))];
    }
}
