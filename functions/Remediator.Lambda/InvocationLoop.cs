using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>Takes one invocation after the other and sends back what the handler made of it.</summary>
internal sealed class InvocationLoop(
    RuntimeApiClient api, LambdaHandler handler, LambdaSettings settings, LambdaLog log, TimeProvider time, Action<string?> setTraceId)
{
    private const int MaxResponseBytes = 6 * 1024 * 1024;

    public async Task RunAsync(CancellationToken stop)
    {
        while (true) await AnswerAsync(await api.NextAsync(stop), stop);
    }

    private async Task AnswerAsync(Invocation invocation, CancellationToken stop)
    {
        // Both flow with the call and are gone when this method returns.
        log.Invocation = invocation;
        setTraceId(invocation.TraceId);

        ReadOnlyMemory<byte> response;
        try
        {
            response = await HandleAsync(invocation, stop);
        }
        catch (Exception e)
        {
            log.LogError(e, "The handler failed");
            await ReportAsync(invocation, e);
            return;
        }

        await RespondAsync(invocation, response);
    }

    private async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken stop)
    {
        using var deadline = new HandlerDeadline(invocation.Deadline, time, stop);
        try
        {
            var response = await handler(invocation.Payload, new LambdaContext(invocation, settings, log, time), deadline.Token);
            return response.Length <= MaxResponseBytes ? response : throw new ResponseTooLargeException(response.Length, MaxResponseBytes);
        }
        catch (OperationCanceledException e) when (deadline.HasPassed)
        {
            throw new TimeoutException("The handler was cancelled half a second before its deadline. Raise the function's time-out if the work needs longer.", e);
        }
    }

    private async Task RespondAsync(Invocation invocation, ReadOnlyMemory<byte> response)
    {
        try
        {
            await api.RespondAsync(invocation.RequestId, response);
        }
        catch (RuntimeApiException e) when (e.Status == 413)
        {
            log.LogError(e, "The response was refused as too large", ("bytes", response.Length));
            await ReportAsync(invocation, new ResponseTooLargeException(response.Length, MaxResponseBytes, e));
        }
        catch (RuntimeApiException e) when (e.IsRefusal)
        {
            log.LogError(e, "The response was refused");
        }
    }

    private async Task ReportAsync(Invocation invocation, Exception error)
    {
        try
        {
            await api.ReportInvocationErrorAsync(invocation.RequestId, error);
        }
        catch (RuntimeApiException e) when (e.IsRefusal)
        {
            log.LogError(e, "The error report was refused");
        }
    }
}
