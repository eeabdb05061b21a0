using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>Runs as many loops as Lambda sends invocations at a time, and ends them together.</summary>
internal sealed class Pollers(InvocationLoop loop, LambdaSettings settings, ILambdaLogger log, TimeProvider time)
{
    /// <summary>After SIGTERM Lambda leaves half a second; what remains of it is for the flush.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    /// <summary>Returns the process's exit code: 0 when asked to stop, 1 when the Runtime API failed.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pollers = Start(stopping.Token);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stop.Register(asked.SetResult);

        // One failed poller ends all, else the others would wait in invocation/next for ever.
        await Task.WhenAny([asked.Task, .. pollers]);
        await stopping.CancelAsync();
        await FinishAsync(pollers);

        var failure = pollers.FirstOrDefault(poller => poller.IsFaulted)?.Exception?.InnerException;
        if (failure is null) return 0;
        log.LogCritical(failure, "The Runtime API failed; exiting so that Lambda starts a new environment");
        return 1;
    }

    private Task[] Start(CancellationToken stop)
    {
        if (settings.MaxConcurrency is not { } count) return [loop.RunAsync(stop)];

        // The pool grows slowly from one thread per core; a blocking handler must not hold up the others.
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, count), Math.Max(completions, count));
        return [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => loop.RunAsync(stop), CancellationToken.None))];
    }

    // How each ended is read from its task; a handler that ignores its token is left behind.
    private async Task FinishAsync(Task[] pollers) =>
        await Task.WhenAny(Task.WhenAll(pollers), Task.Delay(Grace, time));
}
