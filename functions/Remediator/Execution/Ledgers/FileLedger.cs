using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Scheduling;
using Remediator.Sweeping;

namespace Remediator.Execution.Ledgers;

/// <summary>A ledger in a folder, for a workstation: one file for each execution, with its outbox and receipts.</summary>
/// <remarks>
/// Files are replaced as a whole, so that a reader or a crash never sees half of one; writers of this and other processes take
/// turns by a lock on the folder. Only the owner can read them: they name what an attacker did and what was done about it.
/// </remarks>
public sealed class FileLedger(string path, TimeProvider time) : IExecutionLedger, IOutbox, ISweepStore, IDueList, IDisposable
{
    private readonly LedgerFolder _folder = new(path, time);

    public async Task<ClaimResult> ClaimAsync(ExecutionRecord fresh, string owner, TimeSpan lease, CancellationToken cancel)
    {
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        var (now, resource) = (time.GetUtcNow(), fresh.Key.Resource);
        var (next, result) = LeaseRules.Claim(await ReadAsync(fresh.Id, cancel).ConfigureAwait(false), fresh, owner, lease, now);
        if (next is null)
        {
            return result;
        }

        var held = await LeaseAsync(resource, cancel).ConfigureAwait(false);
        if (ResourceLeaseRules.Take(held, fresh.Id, now + lease, now) is not { } taken)
        {
            return new ClaimResult.Busy(held!.ExecutionId, held.Until, $"{resource}");
        }

        await WriteAsync(resource, taken, cancel).ConfigureAwait(false);
        await _folder.WriteAsync(ExecutionFile(fresh.Id), next, RecordJsonContext.Default.StoredExecution, cancel).ConfigureAwait(false);
        return new ClaimResult.Claimed(next.Record with { Leases = [resource] });
    }

    /// <summary>The leases are written first: one too much only makes others wait.</summary>
    public async Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel)
    {
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        var stored = await ReadAsync(record.Id, cancel).ConfigureAwait(false);
        var next = LeaseRules.Save(stored, record, outbox, time.GetUtcNow());
        if (!ReferenceEquals(next, stored))
        {
            var leases = new Dictionary<ResourceIdentity, StoredLease?>();
            foreach (var (resource, _, _) in ResourceLeaseRules.Of(record, time.GetUtcNow()))
            {
                leases[resource] = await LeaseAsync(resource, cancel).ConfigureAwait(false);
            }

            foreach (var (resource, lease) in ResourceLeaseRules.Save(record, r => leases[r], time.GetUtcNow()))
            {
                await WriteAsync(resource, lease, cancel).ConfigureAwait(false);
            }

            await _folder.WriteAsync(ExecutionFile(record.Id), next, RecordJsonContext.Default.StoredExecution, cancel).ConfigureAwait(false);
        }

        return LeaseRules.Saved(record);
    }

    public async Task<HeldResources> HoldAsync(ExecutionRecord claimed, CancellationToken cancel)
    {
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in ResourceLeaseRules.Planned(claimed))
        {
            var held = await LeaseAsync(resource, cancel).ConfigureAwait(false);
            if (ResourceLeaseRules.Take(held, claimed.Id, ResourceLeaseRules.Until(claimed), time.GetUtcNow()) is not { } taken)
            {
                return new HeldResources(claimed, [], new ClaimResult.Busy(held!.ExecutionId, held.Until, $"{resource}"));
            }

            await WriteAsync(resource, taken, cancel).ConfigureAwait(false);
            claimed = claimed with { Leases = [.. claimed.Leases.Union([resource])] };
            others.UnionWith(taken.Executions);
        }

        var records = await Task.WhenAll(others.Where(o => o != claimed.Id).Select(o => FindAsync(o, cancel))).ConfigureAwait(false);
        return new HeldResources(claimed, [.. records.OfType<ExecutionRecord>()], null);
    }

    public async Task<IReadOnlyList<ExecutionRecord>> ListSharingAsync(ExecutionRecord record, CancellationToken cancel)
    {
        var leases = await Task.WhenAll(ResourceLeaseRules.Planned(record).Select(r => LeaseAsync(r, cancel))).ConfigureAwait(false);
        var others = leases.SelectMany(l => l?.Executions ?? []).Where(o => o != record.Id).Distinct(StringComparer.Ordinal);
        return [.. (await Task.WhenAll(others.Select(o => FindAsync(o, cancel))).ConfigureAwait(false)).OfType<ExecutionRecord>()];
    }

    public async Task<ExecutionRecord?> FindAsync(string id, CancellationToken cancel) => (await ReadAsync(id, cancel).ConfigureAwait(false))?.Record;

    public async Task<IReadOnlyList<ExecutionRecord>> ListAsync(int limit, CancellationToken cancel) =>
        [.. (await ExecutionsAsync(cancel).ConfigureAwait(false)).Select(e => e.Record).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal).Take(limit)];

    public async Task<IReadOnlyList<ExecutionRecord>> ListOfFindingAsync(string findingId, CancellationToken cancel) =>
        AuditRules.OfFinding(await ExecutionsAsync(cancel).ConfigureAwait(false), findingId);

    public async Task<IReadOnlyList<ExecutionRecord>> ListOfResourceAsync(string kind, string id, CancellationToken cancel) =>
        AuditRules.OfResource(await ExecutionsAsync(cancel).ConfigureAwait(false), kind, id);

    public async Task<DateTimeOffset?> LastSavedAsync(string findingId, CancellationToken cancel) =>
        AuditRules.LastSaved(await ExecutionsAsync(cancel).ConfigureAwait(false), findingId);

    public async Task<IReadOnlyList<AuditEntry>> ListAuditAsync(string id, CancellationToken cancel) =>
        (await ReadAsync(id, cancel).ConfigureAwait(false))?.Audit ?? [];

    public Task<UnmatchedFinding?> FindUnmatchedAsync(string findingId, CancellationToken cancel) =>
        _folder.ReadAsync(UnmatchedFile(findingId), RecordJsonContext.Default.UnmatchedFinding, cancel);

    public async Task RecordUnmatchedAsync(UnmatchedFinding unmatched, CancellationToken cancel)
    {
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        if (UnmatchedFinding.Replaces(await FindUnmatchedAsync(unmatched.Id, cancel).ConfigureAwait(false), unmatched))
        {
            await _folder.WriteAsync(UnmatchedFile(unmatched.Id), unmatched, RecordJsonContext.Default.UnmatchedFinding, cancel).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<UnmatchedFinding>> ListUnmatchedAsync(int limit, CancellationToken cancel) =>
        [.. (await _folder.ReadAllAsync("finding-*.json", RecordJsonContext.Default.UnmatchedFinding, cancel).ConfigureAwait(false)).OrderByDescending(u => u.At).Take(limit)];

    public async Task<IReadOnlyList<OutboxEntry>> ListPendingAsync(int limit, CancellationToken cancel, DateTimeOffset since = default) =>
        OutboxRules.Pending(await ExecutionsAsync(cancel).ConfigureAwait(false), limit, since);

    public async Task<IReadOnlyList<DeliveryReceipt>> ListReceiptsAsync(OutboxEntry entry, CancellationToken cancel) =>
        OutboxRules.Receipts(await ReadAsync(entry.Record.Id, cancel).ConfigureAwait(false), entry);

    public Task RecordReceiptAsync(OutboxEntry entry, DeliveryReceipt receipt, CancellationToken cancel) =>
        ChangeAsync(entry.Record.Id, stored => (stored is null ? null : OutboxRules.Record(stored, receipt), true), cancel);

    public async Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, CancellationToken cancel) =>
        DueRules.Due(await ExecutionsAsync(cancel).ConfigureAwait(false), now);

    public async Task<IReadOnlyList<string>> ListWaitingAsync(CancellationToken cancel) =>
        DueRules.Waiting(await ExecutionsAsync(cancel).ConfigureAwait(false));

    public Task SettleAsync(ExecutionRecord record, CancellationToken cancel) => Task.CompletedTask;

    public async Task<SweepRun?> FindSweepAsync(string source, CancellationToken cancel) =>
        await _folder.ReadAsync(NewestSweepFile(source), RecordJsonContext.Default.SweepRun, cancel).ConfigureAwait(false)
        ?? (await SweepsAsync(cancel).ConfigureAwait(false)).FirstOrDefault(r => r.Source == source);

    public async Task<bool> SaveSweepAsync(SweepRun run, CancellationToken cancel)
    {
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        if (!SweepRules.Allows(await FindSweepAsync(run.Source, cancel).ConfigureAwait(false), run))
        {
            return false;
        }

        if (!run.IsOpen)
        {
            await _folder.WriteAsync($"sweep-{LeaseRules.Hash($"{run.Source} {run.At:O}")}.json", run, RecordJsonContext.Default.SweepRun, cancel).ConfigureAwait(false);
        }

        await _folder.WriteAsync(NewestSweepFile(run.Source), run, RecordJsonContext.Default.SweepRun, cancel).ConfigureAwait(false);
        return true;
    }

    public async Task<IReadOnlyList<SweepRun>> ListSweepsAsync(int limit, CancellationToken cancel) => [.. (await SweepsAsync(cancel).ConfigureAwait(false)).Take(limit)];

    public void Dispose() => _folder.Dispose();

    /// <summary>Ids from outside are data, not paths; those that are plain stay readable.</summary>
    private static string ExecutionFile(string id) =>
        id.Length is > 0 and <= 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? $"execution-{id}.json" : $"execution-{LeaseRules.Hash(id)}.json";

    private static string NewestSweepFile(string source) => $"newest-sweep-{LeaseRules.Hash(source)}.json";

    private static string LeaseFile(ResourceIdentity resource) => $"lease-{LeaseRules.Hash($"{resource}")}.json";

    private Task<StoredLease?> LeaseAsync(ResourceIdentity resource, CancellationToken cancel) =>
        _folder.ReadAsync(LeaseFile(resource), RecordJsonContext.Default.StoredLease, cancel);

    private Task WriteAsync(ResourceIdentity resource, StoredLease lease, CancellationToken cancel) =>
        _folder.WriteAsync(LeaseFile(resource), lease, RecordJsonContext.Default.StoredLease, cancel);

    private static string UnmatchedFile(string id) => $"finding-{LeaseRules.Hash(id)}.json";

    private Task<StoredExecution?> ReadAsync(string id, CancellationToken cancel) =>
        _folder.ReadAsync(ExecutionFile(id), RecordJsonContext.Default.StoredExecution, cancel);

    private Task<IReadOnlyList<StoredExecution>> ExecutionsAsync(CancellationToken cancel) =>
        _folder.ReadAllAsync("execution-*.json", RecordJsonContext.Default.StoredExecution, cancel);

    private async Task<IEnumerable<SweepRun>> SweepsAsync(CancellationToken cancel) =>
        (await _folder.ReadAllAsync("sweep-*.json", RecordJsonContext.Default.SweepRun, cancel).ConfigureAwait(false)).OrderByDescending(r => r.At);

    private async Task<T> ChangeAsync<T>(string id, Func<StoredExecution?, (StoredExecution? Next, T Result)> change, CancellationToken cancel)
    {
        using var turn = await _folder.LockAsync(cancel).ConfigureAwait(false);
        var stored = await ReadAsync(id, cancel).ConfigureAwait(false);
        var (next, result) = change(stored);
        if (next is not null && !ReferenceEquals(next, stored))
        {
            await _folder.WriteAsync(ExecutionFile(id), next, RecordJsonContext.Default.StoredExecution, cancel).ConfigureAwait(false);
        }

        return result;
    }
}
