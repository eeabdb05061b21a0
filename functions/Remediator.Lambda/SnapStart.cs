using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>Hands the initialized process to Lambda for its snapshot and goes on in each restored copy.</summary>
internal sealed class SnapStart(RuntimeApiClient api, LambdaHooks hooks, ILambdaLogger log)
{
    /// <summary>False when the process has to end.</summary>
    public async Task<bool> RunAsync(CancellationToken stop) =>
        await PrepareAsync(stop) && await WaitForRestoreAsync(stop) && await RestoreAsync(stop);

    private async Task<bool> PrepareAsync(CancellationToken stop)
    {
        try
        {
            await hooks.RunBeforeSnapshotAsync(stop);
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.LogCritical(e, "A hook failed before the snapshot");
            await SafeReport.SendAsync(api.ReportInitErrorAsync(e, "Runtime.BeforeSnapshotError"), log);
            return false;
        }
    }

    private async Task<bool> WaitForRestoreAsync(CancellationToken stop)
    {
        try
        {
            await api.RestoreNextAsync(stop);
            return true;
        }
        catch (RuntimeApiException e)
        {
            log.LogCritical(e, "The Runtime API failed while waiting for the restore");
            return false;
        }
    }

    private async Task<bool> RestoreAsync(CancellationToken stop)
    {
        try
        {
            await hooks.RunAfterRestoreAsync(stop);
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.LogCritical(e, "A hook failed after the restore");
            await SafeReport.SendAsync(api.ReportRestoreErrorAsync(e, "Runtime.AfterRestoreError"), log);
            return false;
        }
    }
}
