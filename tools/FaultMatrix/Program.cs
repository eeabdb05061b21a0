using System.Diagnostics;
using Remediator.FaultMatrix;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Matrix;
using Remediator.FaultMatrix.Reporting;
using Remediator.FaultMatrix.Scenarios;
using Spectre.Console;

if (MatrixOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(MatrixOptions.Usage);
    return 2;
}

var missing = options.Only.Length == 0 ? RemediationScenario.Missing : [];
if (missing.Count > 0)
{
    await Console.Error.WriteLineAsync($"Remediations without a scenario: {string.Join(", ", missing)}");
}

if (options.Soak is { } findings)
{
    return Soak.Report(Soak.Run(findings, options.Seed), options.Seed, Console.Out);
}

var clock = Stopwatch.StartNew();
var faults = MatrixRun.Faults.Where(f => f.ToString().Contains(options.Fault, StringComparison.OrdinalIgnoreCase)).ToList();
var cells = MatrixRun.Run(MatrixRun.Rows(options.Only), faults, Sabotage.None);
var (survived, runs) = (cells.Sum(c => c.Survived), cells.Sum(c => c.Runs));
if (options.Json)
{
    Console.WriteLine(MatrixJson.Of(cells));
}
else
{
    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 180);
    MatrixTable.Write(AnsiConsole.Console, cells, faults);
    Console.WriteLine($"{clock.Elapsed.TotalSeconds:0} s");
    Console.WriteLine($"{survived}/{runs} survived");
}

return runs > 0 && survived == runs && missing.Count == 0 ? 0 : 1;
