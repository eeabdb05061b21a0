using Remediator.Benchmark.Measuring;

namespace Remediator.Benchmark.Recording;

/// <summary>Records functions/Remediator/cold-start.txt anew: the generic code that a cold start compiles, and that can be compiled ahead.</summary>
internal sealed class ColdStartList(string root, InstanceScenario scenario, Publishing publishing)
{
    /// <summary>What is compiled differs a little with who waits for whom.</summary>
    private const int Processes = 3;

    private readonly string _file = Path.Combine(root, "functions", "Remediator", "cold-start.txt");

    /// <summary>Publishes without a profile, and once more with it: what is compiled all the same is left out again.</summary>
    /// <returns>How many methods are in the list, and how many were compiled in spite of it.</returns>
    public async Task<(int Listed, int Compiled)> RecordAsync()
    {
        publishing.Package(scenario.Playbooks(), "-p:ColdStart=false");
        var methods = await CompiledAsync();
        Write(methods);
        publishing.Package(scenario.Playbooks());
        var remaining = await CompiledAsync();
        methods.ExceptWith(remaining);
        Write(methods);
        return (methods.Count, remaining.Count);
    }

    private async Task<SortedSet<string>> CompiledAsync()
    {
        var methods = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Processes; i++)
        {
            using var jit = new JitRecording();
            var candidate = new Candidate(Candidate.ReadyToRun, "dotnet", Path.Combine(publishing.ReadyToRun, "Remediator.dll")) { Environment = jit.Environment };
            await using (var process = await FunctionProcess.StartAsync(scenario, candidate, instances: 1))
            {
                await process.FirstAsync();
                await process.StopAsync();
            }

            methods.UnionWith(jit.Methods());
        }

        return methods;
    }

    private void Write(IEnumerable<string> methods) => File.WriteAllLines(_file,
    [
        "# Generic code that a cold start of the respond function would compile, as the runtime names it (System.__Canon: any class).",
        "# Compiled ahead into the deployment package; a name that is gone costs nothing. Written by tools/Benchmark with --record.",
        .. methods,
    ]);
}
