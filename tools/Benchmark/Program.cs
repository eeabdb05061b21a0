using System.ComponentModel;
using System.Diagnostics;
using Remediator.Benchmark;
using Remediator.Benchmark.Measuring;
using Remediator.Benchmark.Recording;
using Remediator.Benchmark.Reporting;

if (BenchmarkOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(BenchmarkOptions.Usage);
    return 2;
}

var root = Directory.GetCurrentDirectory();
if (!File.Exists(Path.Combine(root, "Remediator.sln")))
{
    await Console.Error.WriteLineAsync($"Run it from the repository's root: there is no Remediator.sln in {root}.");
    return 2;
}

var scenario = new InstanceScenario(root);
var playbooks = scenario.Playbooks();
var publishing = new Publishing(root);
if (options.Record)
{
    Console.WriteLine("Publishing twice, to record what a cold start compiles ...");
    var (listed, compiled) = await new ColdStartList(root, scenario, publishing).RecordAsync();
    Console.WriteLine($"{listed} generic methods are compiled ahead, {compiled} can't be.");
    return 0;
}

if (options.Publish)
{
    Console.WriteLine("Publishing ReadyToRun and Native AOT ...");
    publishing.Run(playbooks);
}

var candidates = new List<Candidate>
{
    new(Candidate.ReadyToRun, "dotnet", Path.Combine(publishing.ReadyToRun, "Remediator.dll")),
    new(Candidate.NativeAot, Path.Combine(publishing.NativeAot, "Remediator")),
};
candidates.AddRange(options.Also.Select(folder => new Candidate(Path.GetFileName(folder), "dotnet", Path.Combine(folder, "Remediator.dll"))));
var script = Path.Combine(root, "tools", "Benchmark", "boto3_responder.py");
if (HasBoto3())
{
    candidates.Add(new(Candidate.Boto3, "python3", script));
    candidates.Add(new(Candidate.Boto3Threads, "python3", script, "--threads"));
}
else
{
    Console.WriteLine("No python3 with boto3 here (pip install boto3): going on without the comparison.");
}

candidates.RemoveAll(c => !c.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase));
var samples = await new Campaign(scenario, candidates).RunAsync(options.Runs, text => Console.Error.Write($"\r{text,-70}"));
Console.Error.Write($"\r{"",-70}\r");
var engine = new EngineTime(scenario.Sample, playbooks);
var report = new Report(samples, await engine.FindingAsync(), await engine.MatchAsync(), publishing.ReadyToRun);
foreach (var line in report.Lines())
{
    Console.WriteLine(line);
}

return options.Check && report.Figures.Any(f => f.IsOver) ? 1 : 0;

static bool HasBoto3()
{
    try
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import boto3"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode == 0;
    }
    catch (Win32Exception)
    {
        return false;
    }
}
