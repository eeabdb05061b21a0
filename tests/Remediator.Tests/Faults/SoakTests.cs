using Remediator.FaultMatrix.Matrix;
using Remediator.FaultMatrix.Trials;

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
        Survived(outcomes);
    }

    /// <summary>
    /// A release that could not read everything beside something half made; a worker whose claim or last save was lost, when all was done;
    /// controls out of reach after a long pause; a newer finding that let more be contained than could be read at first; what one found in
    /// place, half written by another that finished it later; an overtaken worker that asked for resources of the next; an outage for one finding.
    /// </summary>
    [Theory]
    [InlineData(4, 812)]
    [InlineData(5, 1364)]
    [InlineData(6, 1686)]
    [InlineData(5, 1691)]
    [InlineData(3, 1698)]
    [InlineData(4, 176311978)]
    [InlineData(3, 199982043)]
    [InlineData(6, 594916317)]
    [InlineData(6, 603669259)]
    [InlineData(6, 1099288635)]
    public void What_once_did_not_survive_does(int findings, int seed) => Survived(Soak.Run(findings, seed));

    [Fact]
    public void The_same_seed_strikes_the_same_calls_again() =>
        Assert.Equal(Struck(), Struck());

    /// <summary>As a message: values that are compared are shown cut off.</summary>
    private static void Survived(IReadOnlyList<SoakOutcome> outcomes)
    {
        var failures = outcomes.SelectMany(o => o.Complaints, (o, c) => $"--seed {o.Seed}: {string.Join(", ", o.Scenarios)}: {c}").ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static List<string> Struck() => [.. Soak.Run(8, seed: 5).SelectMany(o => o.Struck)];
}
