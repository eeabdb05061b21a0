using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>A function's whole life: initialization, snapshot, invocations, flush.</summary>
public sealed class LambdaBootstrap(LambdaSettings settings, LambdaHost host, LambdaLog log, TimeProvider time)
{
    private const int Succeeded = 0;
    private const int Failed = 1;

    public LambdaHooks Hooks { get; } = new();

    public LambdaLog Log => log;

    /// <summary>Takes each invocation's trace id under multi-concurrency, where the environment variable would mix them up.</summary>
    /// <remarks>Pass <c>id => SDKTaskContext.Default.Set("_X_AMZN_TRACE_ID", id)</c>, which AWSSDK.Core reads first.</remarks>
    public Action<string?>? FlowTraceId { get; init; }

    /// <summary>Runs until the process is asked to stop or can't go on; returns its exit code.</summary>
    public async Task<int> RunAsync(Func<CancellationToken, Task>? init, LambdaHandler handler, CancellationToken stop = default)
    {
        if (!Uri.TryCreate($"http://{settings.RuntimeApi}", UriKind.Absolute, out var address) || string.IsNullOrEmpty(settings.RuntimeApi))
        {
            log.LogCritical(null, "AWS_LAMBDA_RUNTIME_API does not hold a host and port: this program runs in AWS Lambda only. On a workstation use the remediator command.");
            return Failed;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var termination = host.OnTermination(stopping.Cancel);
        using var api = new RuntimeApiClient(address, time);
        try
        {
            HeapLimit.Apply(settings, log);
            if (!await InitializeAsync(api, init, stopping.Token)) return Failed;
            if (settings.SnapStart && !await new SnapStart(api, Hooks, log).RunAsync(stopping.Token)) return Failed;
            var loop = new InvocationLoop(api, handler, settings, log, time, TraceIdSetter());
            return await new Pollers(loop, settings, log, time).RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Succeeded;
        }
        finally
        {
            await FlushAsync();
        }
    }

    /// <summary>Everything taken from this process: environment, signals, standard output or the telemetry descriptor.</summary>
    public static LambdaBootstrap ForThisProcess(TimeProvider time, Action<string?>? flowTraceId = null)
    {
        var host = LambdaHost.ThisProcess;
        var settings = LambdaSettings.Read(host.ReadVariable);
        var log = new LambdaLog(settings, host.OpenLog(settings), time);
        return new LambdaBootstrap(settings, host, log, time) { FlowTraceId = flowTraceId };
    }

    private async Task<bool> InitializeAsync(RuntimeApiClient api, Func<CancellationToken, Task>? init, CancellationToken stop)
    {
        if (init is null) return true;
        try
        {
            await init(stop);
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.LogCritical(e, "Initialization failed");
            await SafeReport.SendAsync(api.ReportInitErrorAsync(e), log);
            return false;
        }
    }

    private Action<string?> TraceIdSetter() => settings.MaxConcurrency is null
        ? id => host.SetVariable(LambdaSettings.TraceIdVariable, id)
        : FlowTraceId ?? (_ => { });

    private async Task FlushAsync()
    {
        try
        {
            using var grace = new CancellationTokenSource(Pollers.Grace, time);
            await Hooks.RunBeforeExitAsync(grace.Token).WaitAsync(grace.Token);
        }
        catch (Exception e)
        {
            log.LogError(e, "A hook failed before exit");
        }

        log.Flush();
    }
}
