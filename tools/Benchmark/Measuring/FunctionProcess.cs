using System.Diagnostics;
using System.Globalization;
using Remediator.Benchmark.Loopback;
using Remediator.Cli.Sandbox;

namespace Remediator.Benchmark.Measuring;

/// <summary>A candidate in a process of its own, with an account and a Runtime API of its own; the first event waits for it.</summary>
internal sealed class FunctionProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly InstanceScenario _scenario;
    private readonly SandboxServer _sandbox;
    private readonly AwsFront _aws;
    private readonly RuntimeApi _api = new();
    private readonly Process _process;
    private readonly long _started;
    private int _next;

    private FunctionProcess(InstanceScenario scenario, Candidate candidate, SandboxServer sandbox, TimeSpan latency)
    {
        (_scenario, _sandbox) = (scenario, sandbox);
        _aws = new AwsFront(sandbox) { Latency = latency };
        _api.Invoke(_scenario.Event(_next));
        var start = new ProcessStartInfo(candidate.File, candidate.Arguments) { RedirectStandardOutput = true };
        Prepare(start.Environment);
        foreach (var (name, value) in candidate.Environment)
        {
            start.Environment[name] = value;
        }

        _started = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Log = line.Data ?? Log;
        _process.BeginOutputReadLine();
    }

    /// <summary>The last line that it wrote.</summary>
    public string Log { get; private set; } = "";

    public ProcessCost Cost => ProcessCost.Of(_process.Id);

    public static async Task<FunctionProcess> StartAsync(InstanceScenario scenario, Candidate candidate, int instances, TimeSpan latency = default)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = InstanceScenario.Region });
        InstanceScenario.Seed(sandbox.Account, instances);
        return new FunctionProcess(scenario, candidate, sandbox, latency);
    }

    /// <summary>The event that waited for the process, from the start of the process on.</summary>
    public Task<Containment> FirstAsync() => FinishAsync(_started);

    /// <summary>Another event, from the moment that the function is given it.</summary>
    public Task<Containment> NextAsync()
    {
        _next++;
        var payload = _scenario.Event(_next);
        var start = Stopwatch.GetTimestamp();
        _api.Invoke(payload);
        return FinishAsync(start);
    }

    /// <summary>Many findings at once.</summary>
    public async Task BurstAsync(int batches, int batchSize)
    {
        for (var batch = 0; batch < batches; batch++)
        {
            _api.Invoke(_scenario.Event([.. Enumerable.Range(_next + 1, batchSize)]));
            _next += batchSize;
        }

        for (var batch = 0; batch < batches; batch++)
        {
            await AnsweredAsync();
        }
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _api.DisposeAsync();
        await _aws.DisposeAsync();
    }

    private async Task<Containment> FinishAsync(long start)
    {
        await AnsweredAsync();
        var end = Stopwatch.GetTimestamp();
        return InstanceScenario.IsContained(_sandbox.Account, _next)
            ? Containment.Of(start, end, _aws.TakeCalls())
            : throw new InvalidOperationException($"{InstanceScenario.InstanceId(_next)} was not contained. {Log}\n{string.Join('\n', _aws.TakeCalls())}");
    }

    private async Task AnsweredAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _api.AnsweredAsync(patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{_process.StartInfo.FileName}: {e.Message} Its last line: {Log}\n{string.Join('\n', _aws.TakeCalls())}", e);
        }
    }

    /// <summary>As Lambda sets it, and nothing of this machine's.</summary>
    private void Prepare(IDictionary<string, string?> environment)
    {
        var path = environment["PATH"];
        environment.Clear();
        environment["PATH"] = path;
        environment["HOME"] = Path.GetTempPath();
        environment["LANG"] = "en_US.UTF-8";
        environment["AWS_LAMBDA_RUNTIME_API"] = _api.Address;
        environment["AWS_LAMBDA_FUNCTION_NAME"] = "respond";
        environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = 512.ToString(CultureInfo.InvariantCulture);
        environment["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
        environment["AWS_REGION"] = environment["AWS_DEFAULT_REGION"] = InstanceScenario.Region;
        environment["AWS_ENDPOINT_URL"] = _aws.Url;
        environment["AWS_ACCESS_KEY_ID"] = "ASIAEXAMPLEEXAMPLE00";
        environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        environment["AWS_SESSION_TOKEN"] = "token";
        environment["REMEDIATOR_FUNCTION"] = "respond";
        environment["REMEDIATOR_TABLE"] = InstanceScenario.Table;
        environment["REMEDIATOR_ACTION_ROLE"] = InstanceScenario.ActionRole;
    }
}
