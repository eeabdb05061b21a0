using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;

namespace Remediator.Tests.Scenarios.Harness;

/// <summary>A ledger that lets a test look at, or spoil, each claim and save.</summary>
internal sealed class LedgerWatch(InMemoryLedger inner) : IExecutionLedger
{
    private int _calls;

    /// <summary>Claims and saves so far.</summary>
    public int Calls => _calls;

    /// <summary>Runs before the n-th call takes effect, and may throw.</summary>
    public Action<int>? Before { get; set; }

    /// <summary>Runs after the n-th call took effect, and may throw.</summary>
    public Action<int>? After { get; set; }

    /// <summary>Runs after a save, with what was saved.</summary>
    public Func<ExecutionRecord, Task>? Saved { get; set; }

    /// <summary>Whether the executions of a resource can't be asked for.</summary>
    public bool ListingFails { get; set; }

    public void Clear()
    {
        Before = null;
        After = null;
        Saved = null;
    }

    public Task<ClaimResult> ClaimAsync(ExecutionRecord fresh, string owner, TimeSpan lease, CancellationToken cancel) =>
        WatchAsync(() => inner.ClaimAsync(fresh, owner, lease, cancel));

    public async Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel)
    {
        var saved = await WatchAsync(() => inner.SaveAsync(record, outbox, cancel));
        await (Saved?.Invoke(saved) ?? Task.CompletedTask);
        return saved;
    }

    public Task<IReadOnlyList<ExecutionRecord>> ListSharingAsync(ExecutionRecord record, CancellationToken cancel) => inner.ListSharingAsync(record, cancel);

    public Task<HeldResources> HoldAsync(ExecutionRecord claimed, CancellationToken cancel) => inner.HoldAsync(claimed, cancel);

    public Task<ExecutionRecord?> FindAsync(string id, CancellationToken cancel) => inner.FindAsync(id, cancel);

    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(int limit, CancellationToken cancel) => inner.ListAsync(limit, cancel);

    public Task<IReadOnlyList<ExecutionRecord>> ListOfFindingAsync(string findingId, CancellationToken cancel) => inner.ListOfFindingAsync(findingId, cancel);

    public Task<IReadOnlyList<ExecutionRecord>> ListOfResourceAsync(string kind, string id, CancellationToken cancel) =>
        ListingFails ? Task.FromException<IReadOnlyList<ExecutionRecord>>(new IOException("the ledger is away")) : inner.ListOfResourceAsync(kind, id, cancel);

    public Task<DateTimeOffset?> LastSavedAsync(string findingId, CancellationToken cancel) => inner.LastSavedAsync(findingId, cancel);

    public Task<IReadOnlyList<AuditEntry>> ListAuditAsync(string id, CancellationToken cancel) => inner.ListAuditAsync(id, cancel);

    public Task<UnmatchedFinding?> FindUnmatchedAsync(string findingId, CancellationToken cancel) => inner.FindUnmatchedAsync(findingId, cancel);

    public Task RecordUnmatchedAsync(UnmatchedFinding unmatched, CancellationToken cancel) => inner.RecordUnmatchedAsync(unmatched, cancel);

    public Task<IReadOnlyList<UnmatchedFinding>> ListUnmatchedAsync(int limit, CancellationToken cancel) => inner.ListUnmatchedAsync(limit, cancel);

    private async Task<T> WatchAsync<T>(Func<Task<T>> call)
    {
        var position = Interlocked.Increment(ref _calls);
        Before?.Invoke(position);
        var result = await call();
        After?.Invoke(position);
        return result;
    }
}
