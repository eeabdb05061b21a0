using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Scheduling;
using Remediator.Sweeping;

namespace Remediator.Execution.Ledgers;

/// <summary>Forgets everything with the process: for the demo, for simulations and for tests.</summary>
public sealed class InMemoryLedger(TimeProvider time) : IExecutionLedger, IOutbox, ISweepStore, IDueList
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredExecution> _executions = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceIdentity, StoredLease> _leases = [];
    private readonly List<SweepRun> _sweeps = [];
    private readonly Dictionary<string, UnmatchedFinding> _unmatched = new(StringComparer.Ordinal);

    /// <summary>All entries, delivered ones too; those of one execution in the order of writing.</summary>
    public IReadOnlyList<OutboxEntry> Outbox
    {
        get
        {
            lock (_lock)
            {
                return [.. _executions.Values.SelectMany(e => e.Outbox).OrderBy(e => e.Record.UpdatedAt)];
            }
        }
    }

    public Task<ClaimResult> ClaimAsync(ExecutionRecord fresh, string owner, TimeSpan lease, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var (now, resource) = (time.GetUtcNow(), fresh.Key.Resource);
            var (next, result) = LeaseRules.Claim(_executions.GetValueOrDefault(fresh.Id), fresh, owner, lease, now);
            if (next is null)
            {
                return Task.FromResult(result);
            }

            if (ResourceLeaseRules.Take(_leases.GetValueOrDefault(resource), fresh.Id, now + lease, now) is not { } taken)
            {
                var (holder, until, _) = _leases[resource];
                return Task.FromResult<ClaimResult>(new ClaimResult.Busy(holder, until, $"{resource}"));
            }

            (_executions[fresh.Id], _leases[resource]) = (next, taken);
            return Task.FromResult<ClaimResult>(new ClaimResult.Claimed(next.Record with { Leases = [resource] }));
        }
    }

    public Task<ExecutionRecord> SaveAsync(ExecutionRecord record, IReadOnlyList<OutboxEntry> outbox, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var stored = _executions.GetValueOrDefault(record.Id);
            var next = LeaseRules.Save(stored, record, outbox, time.GetUtcNow());
            foreach (var (resource, lease) in ReferenceEquals(stored, next) ? [] : ResourceLeaseRules.Save(record, r => _leases.GetValueOrDefault(r), time.GetUtcNow()))
            {
                _leases[resource] = lease;
            }

            _executions[record.Id] = next;
            return Task.FromResult(LeaseRules.Saved(record));
        }
    }

    public Task<HeldResources> HoldAsync(ExecutionRecord claimed, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var others = new HashSet<string>(StringComparer.Ordinal);
            foreach (var resource in ResourceLeaseRules.Planned(claimed))
            {
                if (ResourceLeaseRules.Take(_leases.GetValueOrDefault(resource), claimed.Id, ResourceLeaseRules.Until(claimed), time.GetUtcNow()) is not { } taken)
                {
                    var (holder, until, _) = _leases[resource];
                    return Task.FromResult(new HeldResources(claimed, [], new ClaimResult.Busy(holder, until, $"{resource}")));
                }

                _leases[resource] = taken;
                claimed = claimed with { Leases = [.. claimed.Leases.Union([resource])] };
                others.UnionWith(taken.Executions);
            }

            return Task.FromResult(new HeldResources(claimed, [.. others.Where(o => o != claimed.Id).Select(o => _executions.GetValueOrDefault(o)?.Record).OfType<ExecutionRecord>()], null));
        }
    }

    public Task<IReadOnlyList<ExecutionRecord>> ListSharingAsync(ExecutionRecord record, CancellationToken cancel)
    {
        lock (_lock)
        {
            var others = ResourceLeaseRules.Planned(record).SelectMany(r => _leases.GetValueOrDefault(r)?.Executions ?? []).Where(o => o != record.Id).Distinct(StringComparer.Ordinal);
            return Task.FromResult<IReadOnlyList<ExecutionRecord>>([.. others.Select(o => _executions.GetValueOrDefault(o)?.Record).OfType<ExecutionRecord>()]);
        }
    }

    public Task<ExecutionRecord?> FindAsync(string id, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(_executions.GetValueOrDefault(id)?.Record);
        }
    }

    public Task<IReadOnlyList<ExecutionRecord>> ListAsync(int limit, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ExecutionRecord>>(
                [.. _executions.Values.Select(e => e.Record).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<ExecutionRecord>> ListOfFindingAsync(string findingId, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(AuditRules.OfFinding(_executions.Values, findingId));
        }
    }

    public Task<IReadOnlyList<ExecutionRecord>> ListOfResourceAsync(string kind, string id, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(AuditRules.OfResource(_executions.Values, kind, id));
        }
    }

    public Task<DateTimeOffset?> LastSavedAsync(string findingId, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(AuditRules.LastSaved(_executions.Values, findingId));
        }
    }

    public Task<IReadOnlyList<AuditEntry>> ListAuditAsync(string id, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(_executions.GetValueOrDefault(id)?.Audit ?? []);
        }
    }

    public Task<UnmatchedFinding?> FindUnmatchedAsync(string findingId, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(_unmatched.GetValueOrDefault(findingId));
        }
    }

    public Task RecordUnmatchedAsync(UnmatchedFinding unmatched, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (UnmatchedFinding.Replaces(_unmatched.GetValueOrDefault(unmatched.Id), unmatched))
            {
                _unmatched[unmatched.Id] = unmatched;
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<UnmatchedFinding>> ListUnmatchedAsync(int limit, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<UnmatchedFinding>>([.. _unmatched.Values.OrderByDescending(u => u.At).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<OutboxEntry>> ListPendingAsync(int limit, CancellationToken cancel, DateTimeOffset since = default)
    {
        lock (_lock)
        {
            return Task.FromResult(OutboxRules.Pending(_executions.Values, limit, since));
        }
    }

    public Task<IReadOnlyList<DeliveryReceipt>> ListReceiptsAsync(OutboxEntry entry, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(OutboxRules.Receipts(_executions.GetValueOrDefault(entry.Record.Id), entry));
        }
    }

    public Task RecordReceiptAsync(OutboxEntry entry, DeliveryReceipt receipt, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_executions.TryGetValue(entry.Record.Id, out var stored))
            {
                _executions[entry.Record.Id] = OutboxRules.Record(stored, receipt);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(DueRules.Due(_executions.Values, now));
        }
    }

    public Task<IReadOnlyList<string>> ListWaitingAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(DueRules.Waiting(_executions.Values));
        }
    }

    public Task SettleAsync(ExecutionRecord record, CancellationToken cancel) => Task.CompletedTask;

    public Task<SweepRun?> FindSweepAsync(string source, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult(_sweeps.LastOrDefault(r => r.Source == source));
        }
    }

    public Task<bool> SaveSweepAsync(SweepRun run, CancellationToken cancel)
    {
        lock (_lock)
        {
            var newest = _sweeps.LastOrDefault(r => r.Source == run.Source);
            if (!SweepRules.Allows(newest, run))
            {
                return Task.FromResult(false);
            }

            _sweeps.RemoveAll(r => r.Source == run.Source && r.IsOpen);
            _sweeps.Add(run);
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<SweepRun>> ListSweepsAsync(int limit, CancellationToken cancel)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<SweepRun>>([.. _sweeps.Where(r => !r.IsOpen).OrderByDescending(r => r.At).Take(limit)]);
        }
    }
}
