namespace Remediator.Execution;

/// <summary>Stands before every write: a worker whose leases have run out, or are another's, changes nothing more.</summary>
/// <remarks>
/// While much is left of the lease, the clock alone answers. Where less is left than a write may take, the lease is prolonged in the
/// ledger, which refuses whoever was overtaken.
/// </remarks>
internal sealed class LeaseFence(IExecutionLedger ledger, ExecutionRecord held, TimeProvider clock, RunnerOptions options)
{
    private readonly Lock _lock = new();
    private Task _renewal = Task.CompletedTask;
    private ExecutionRecord _held = held;

    /// <summary>The record as the ledger has it: what the next save goes upon.</summary>
    public ExecutionRecord Held => _held;

    /// <exception cref="LeaseLostException">Another worker took over; this one has stopped.</exception>
    public Task PassAsync(CancellationToken cancel)
    {
        TaskCompletionSource renewed;
        lock (_lock)
        {
            if (IsSafe)
            {
                return Task.CompletedTask;
            }

            if (!_renewal.IsCompleted)
            {
                // Writes side by side wait for one renewal.
                return _renewal;
            }

            renewed = new TaskCompletionSource();
            _renewal = renewed.Task;
        }

        return RenewAsync(renewed, cancel);
    }

    /// <summary>Does a write of which every single call passes.</summary>
    /// <exception cref="LeaseLostException">Another worker took over; this one has stopped, between two calls perhaps.</exception>
    public async Task GuardAsync(Func<Task> write, CancellationToken cancel)
    {
        await PassAsync(cancel).ConfigureAwait(false);
        await FencedCalls.BehindAsync(this, write).ConfigureAwait(false);
    }

    private bool IsSafe => clock.GetUtcNow() + options.LeaseMargin < _held.LeaseUntil;

    private async Task RenewAsync(TaskCompletionSource renewed, CancellationToken cancel)
    {
        try
        {
            _held = await FencedCalls.FreelyAsync(() => ledger.SaveAsync(_held with { LeaseUntil = clock.GetUtcNow() + options.Lease }, [], cancel)).ConfigureAwait(false);
            renewed.SetResult();
        }
        catch (Exception e)
        {
            renewed.SetException(e);
            _ = renewed.Task.Exception;
            throw;
        }
    }
}
