using Remediator.FaultMatrix.Matrix;

namespace Remediator.Tests.Faults;

/// <summary>Several findings about the same few resources, with several faults at calls that a seed chooses.</summary>
public sealed class SoakTests
{
    [Fact]
    public void Findings_that_share_resources_survive_several_faults()
    {
        var outcomes = Soak.Run(40, seed: 20);

        Assert.Equal(40, outcomes.Sum(o => o.Scenarios.Count));
        Assert.True(outcomes.Sum(o => o.Struck.Count) > 40);
        var failures = outcomes.SelectMany(o => o.Complaints, (o, c) => $"--seed {o.Seed}: {string.Join(", ", o.Scenarios)}: {c}").ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void The_same_seed_strikes_the_same_calls_again() =>
        Assert.Equal(Struck(), Struck());

    private static List<string> Struck() => [.. Soak.Run(8, seed: 5).SelectMany(o => o.Struck)];
}
