using System.Globalization;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using Remediator.FaultMatrix.Simulation;
using Remediator.FaultMatrix.Trials;

namespace Remediator.FaultMatrix.Matrix;

/// <summary>Many findings, some at a time in one world, with faults of all kinds at calls that a seed chooses.</summary>
internal static class Soak
{
    private const int MostShown = 10;

    public static IReadOnlyList<SoakOutcome> Run(int findings, int seed, Sabotage? sabotage = null)
    {
        // The first world has the seed itself, so that any can be seen again alone; the others are no neighbours of those of the next seed.
        var (worlds, seeds) = (new List<(int Seed, int Most)>(), new Chance(seed));
        for (var left = findings; left > 0; left -= Crowd.Of(new Chance(worlds[^1].Seed), left).Members.Count)
        {
            worlds.Add((worlds.Count == 0 ? seed : seeds.Below(int.MaxValue), left));
        }

        return Threads.Map(worlds, w => CrowdTrial.Run(w.Seed, w.Most, sabotage ?? Sabotage.None));
    }

    /// <summary>Tells what did not survive and how to see it again.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(IReadOnlyList<SoakOutcome> outcomes, int seed, TextWriter output)
    {
        foreach (var failed in outcomes.Where(o => o.Complaints.Count > 0).Take(MostShown))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--soak {failed.Scenarios.Count} --seed {failed.Seed}: {string.Join(", ", failed.Scenarios)}: {string.Join("; ", failed.Struck)}"));
            foreach (var complaint in failed.Complaints.Take(6))
            {
                output.WriteLine($"    {complaint}");
            }
        }

        var (all, survived) = (outcomes.Sum(o => o.Scenarios.Count), outcomes.Where(o => o.Complaints.Count == 0).Sum(o => o.Scenarios.Count));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"soak with seed {seed}: {outcomes.Count} worlds, {outcomes.Sum(o => o.Struck.Count)} faults, {survived}/{all} findings survived"));
        return survived == all && all > 0 ? 0 : 1;
    }
}
