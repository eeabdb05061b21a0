using System.Globalization;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Simulation;
using Remediator.FaultMatrix.Trials;

namespace Remediator.FaultMatrix.Matrix;

/// <summary>Many findings, each in a world of its own, with several faults of several kinds at calls that a seed chooses.</summary>
internal static class Soak
{
    private const int MostShown = 10;

    public static IReadOnlyList<SoakOutcome> Run(int findings, int seed, string only = "")
    {
        var scenarios = RemediationScenario.All.Where(s => s.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        var expected = Threads.Map(scenarios, Trial.Expect);
        return Threads.Map([.. Enumerable.Range(seed, scenarios.Count == 0 ? 0 : findings)], number =>
        {
            var which = new Chance(number).Below(scenarios.Count);
            return Trial.Soak(scenarios[which], expected[which], number);
        });
    }

    /// <summary>Tells what did not survive and how to see it again.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(IReadOnlyList<SoakOutcome> outcomes, int seed, TextWriter output)
    {
        foreach (var failed in outcomes.Where(o => o.Complaints.Count > 0).Take(MostShown))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--soak 1 --seed {failed.Seed}: {failed.Scenario}: {string.Join("; ", failed.Struck)}"));
            foreach (var complaint in failed.Complaints.Take(4))
            {
                output.WriteLine($"    {complaint}");
            }
        }

        var survived = outcomes.Count(o => o.Complaints.Count == 0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"soak with seed {seed}: {outcomes.Sum(o => o.Struck.Count)} faults, {survived}/{outcomes.Count} findings survived"));
        return survived == outcomes.Count && outcomes.Count > 0 ? 0 : 1;
    }
}
