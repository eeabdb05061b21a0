namespace Remediator.Benchmark.Measuring;

/// <summary>Measures the candidates in turn, run by run, so that whatever else the machine does meets all of them alike.</summary>
internal sealed class Campaign(InstanceScenario scenario, IReadOnlyList<Candidate> candidates)
{
    private const int WarmEvents = 10;
    private const int DistantRuns = 3;
    private const int BurstBatches = 10;
    private const int BurstBatchSize = 10;

    /// <summary>Long enough that calls made side by side are seen to be.</summary>
    private static readonly TimeSpan CountingLatency = TimeSpan.FromMilliseconds(150);

    /// <summary>What a call to an AWS service in the same Region often takes.</summary>
    public static readonly TimeSpan RegionLatency = TimeSpan.FromMilliseconds(20);

    public async Task<IReadOnlyDictionary<Candidate, Samples>> RunAsync(int runs, Action<string> progress)
    {
        var all = candidates.ToDictionary(c => c, _ => new Samples());
        foreach (var candidate in candidates)
        {
            progress($"counting calls: {candidate.Name}");
            await CountAsync(candidate, all[candidate]);
        }

        for (var run = 1; run <= runs; run++)
        {
            progress($"run {run} of {runs}");
            foreach (var candidate in candidates)
            {
                await ColdAndWarmAsync(candidate, all[candidate]);
            }
        }

        foreach (var candidate in candidates)
        {
            progress($"burst: {candidate.Name}");
            await BurstAsync(candidate, all[candidate]);
        }

        return all;
    }

    private async Task CountAsync(Candidate candidate, Samples samples)
    {
        await using var counting = await FunctionProcess.StartAsync(scenario, candidate, instances: 2, CountingLatency);
        await counting.FirstAsync();
        var second = await counting.NextAsync();
        (samples.Calls, samples.Rounds, samples.AllCalls) = (second.Before.Count, second.Rounds, second.All.Count);
        samples.Failed.AddRange(second.All.Where(c => c.Status >= 400).Select(c => $"{c.Operation}: {c.Status}"));

        for (var run = 0; run < DistantRuns; run++)
        {
            await using var distant = await FunctionProcess.StartAsync(scenario, candidate, instances: 1, RegionLatency);
            samples.Distant.Add((await distant.FirstAsync()).Contained.TotalMilliseconds);
        }
    }

    private async Task ColdAndWarmAsync(Candidate candidate, Samples samples)
    {
        await using var process = await FunctionProcess.StartAsync(scenario, candidate, WarmEvents + 1);
        var cold = await process.FirstAsync();
        var cpu = process.Cost.Cpu;
        samples.Cold.Add(cold.Contained.TotalMilliseconds);
        samples.ColdAnswered.Add(cold.Answered.TotalMilliseconds);
        samples.ColdCpu.Add(cpu.TotalMilliseconds);
        for (var i = 0; i < WarmEvents; i++)
        {
            samples.Warm.Add((await process.NextAsync()).Contained.TotalMilliseconds);
        }

        samples.WarmCpu.Add((process.Cost.Cpu - cpu).TotalMilliseconds / WarmEvents);
    }

    private async Task BurstAsync(Candidate candidate, Samples samples)
    {
        await using var process = await FunctionProcess.StartAsync(scenario, candidate, (BurstBatches * BurstBatchSize) + 1);
        await process.FirstAsync();
        await process.BurstAsync(BurstBatches, BurstBatchSize);
        samples.PeakMegabytes = process.Cost.PeakMegabytes;
    }
}
