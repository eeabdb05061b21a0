namespace Remediator.Execution;

/// <summary>Stands before every write: a worker whose leases have run out, or are another's, changes nothing more.</summary>
/// <remarks>
/// While much is left of the lease, the clock alone answers. Where less is left than a write may take, the lease is prolonged in the
/// ledger, which refuses whoever was overtaken.
/// </remarks>
internal sealed class LeaseFence(IExecutionLedger ledger, ExecutionRecord held, TimeProvider clock, RunnerOptions options)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;
    private ExecutionRecord _held = held;

    /// <summary>The record as the ledger has it: what the next save goes upon.</summary>
    public ExecutionRecord Held => _held;

    /// <exception cref="LeaseLostException">Another worker took over; this one has stopped.</exception>
    public async Task PassAsync(CancellationToken cancel)
    {
        Task before;
        var passed = new TaskCompletionSource();
        lock (_lock)
        {
            if (IsSafe)
            {
                return;
            }

            // Writes side by side pass one after another, so that the first prolongs the lease for all. Each waits for the one before
            // it alone: of several that wait for the same task, the thread pool would choose the order.
            (before, _last) = (_last, passed.Task);
        }

        try
        {
            await before.ConfigureAwait(false);
            if (!IsSafe)
            {
                _held = await FencedCalls.FreelyAsync(() => ledger.SaveAsync(_held with { LeaseUntil = clock.GetUtcNow() + options.Lease }, [], cancel)).ConfigureAwait(false);
            }
        }
        finally
        {
            passed.SetResult();
        }
    }

    /// <summary>Does a write of which every single call passes.</summary>
    /// <exception cref="LeaseLostException">Another worker took over; this one has stopped, between two calls perhaps.</exception>
    public async Task GuardAsync(Func<Task> write, CancellationToken cancel)
    {
        await PassAsync(cancel).ConfigureAwait(false);
        await FencedCalls.BehindAsync(this, write).ConfigureAwait(false);
    }

    private bool IsSafe => clock.GetUtcNow() + options.LeaseMargin < _held.LeaseUntil;
}
