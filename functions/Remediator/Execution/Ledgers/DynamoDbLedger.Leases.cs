using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Remediator.Findings;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Remediator.Execution.Ledgers;

/// <content>Leases of resources.</content>
public sealed partial class DynamoDbLedger
{
    /// <summary>A transaction takes a hundred items; what else is written with a record needs a few.</summary>
    private const int LeasesInOneSave = 80;

    private const int LeasesAtOnce = 20;

    /// <summary>Takes the lease of the execution and that of its resource side by side; where only one of them is free, it is given back.</summary>
    /// <remarks>A claim that fails half-way leaves leases that expire by themselves.</remarks>
    public async Task<ClaimResult> ClaimAsync(ExecutionRecord fresh, string owner, TimeSpan lease, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (execution, resource) = (ClaimExecutionAsync(fresh, owner, now + lease, now, cancel), TakeAsync(fresh.Key.Resource, fresh.Id, now + lease, now, cancel));
        await Task.WhenAll(execution, resource).ConfigureAwait(false);
        var (claim, taken) = (await execution.ConfigureAwait(false), await resource.ConfigureAwait(false));
        if (claim is not ClaimResult.Claimed { Record: var record })
        {
            // The holder is another worker of this very execution, and so is that of the resource's lease.
            return claim;
        }

        if (taken is not { } busy)
        {
            return new ClaimResult.Claimed(record with { Leases = [fresh.Key.Resource] });
        }

        await UnlessRefusedAsync(() => client.UpdateItemAsync(Request(LedgerUpdate.GiveBack(record, now), ReturnValue.NONE), cancel)).ConfigureAwait(false);
        return busy;
    }

    public async Task<HeldResources> HoldAsync(ExecutionRecord claimed, CancellationToken cancel)
    {
        var (now, until) = (time.GetUtcNow(), ResourceLeaseRules.Until(claimed));
        var resources = ResourceLeaseRules.Planned(claimed);
        var others = new HashSet<string>(StringComparer.Ordinal);
        ClaimResult.Busy? busy = null;
        foreach (var some in resources.Chunk(LeasesAtOnce))
        {
            var taken = await Task.WhenAll(some.Select(r => TakeAsync(r, claimed.Id, until, now, cancel, others))).ConfigureAwait(false);
            claimed = claimed with { Leases = [.. claimed.Leases.Union(some.Where((_, i) => taken[i] is null))] };
            if (Array.Find(taken, t => t is not null) is { } held)
            {
                busy = held;
                break;
            }
        }

        var records = busy is null ? await Task.WhenAll(others.Where(o => o != claimed.Id).Select(o => FindAsync(o, cancel))).ConfigureAwait(false) : [];
        return new HeldResources(claimed, [.. records.OfType<ExecutionRecord>()], busy);
    }

    public async Task<IReadOnlyList<ExecutionRecord>> ListSharingAsync(ExecutionRecord record, CancellationToken cancel)
    {
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in ResourceLeaseRules.Planned(record).Chunk(LeasesAtOnce))
        {
            var leases = await Task.WhenAll(some.Select(r => GetAsync(LeaseUpdate.Key(r), cancel))).ConfigureAwait(false);
            others.UnionWith(leases.SelectMany(l => l?.GetValueOrDefault(LeaseUpdate.Executions)?.SS ?? []));
        }

        var records = await Task.WhenAll(others.Where(o => o != record.Id).Select(o => FindAsync(o, cancel))).ConfigureAwait(false);
        return [.. records.OfType<ExecutionRecord>()];
    }

    /// <summary>Null when it was taken.</summary>
    /// <param name="executions">To add those to that have planned changes of it.</param>
    private async Task<ClaimResult.Busy?> TakeAsync(
        ResourceIdentity resource, string executionId, DateTimeOffset until, DateTimeOffset now, CancellationToken cancel, HashSet<string>? executions = null)
    {
        var update = LeaseUpdate.Take(resource, executionId, until, now);
        try
        {
            var answer = await RetryConflictsAsync(() => client.UpdateItemAsync(Request(update, executions is null ? ReturnValue.NONE : ReturnValue.ALL_NEW), cancel), cancel).ConfigureAwait(false);
            Add(executions, answer.Attributes?.GetValueOrDefault(LeaseUpdate.Executions)?.SS);
            return null;
        }
        catch (ConditionalCheckFailedException e)
        {
            var stored = await StoredAsync(e.Item, update.Key, cancel).ConfigureAwait(false);
            var (holder, held) = Lease(stored);
            if (holder != executionId)
            {
                return new ClaimResult.Busy(holder, held, $"{resource}");
            }

            Add(executions, stored?.GetValueOrDefault(LeaseUpdate.Executions)?.SS);
            return null;
        }
    }

    private static void Add(HashSet<string>? executions, List<string>? more)
    {
        if (executions is not null && more is not null)
        {
            lock (executions)
            {
                executions.UnionWith(more);
            }
        }
    }

    /// <summary>Leases beyond what one transaction holds are written before it: a lease too much only makes others wait.</summary>
    private async Task<List<TransactWriteItem>> LeasesAsync(ExecutionRecord record, DateTimeOffset now, CancellationToken cancel)
    {
        var leases = ResourceLeaseRules.Of(record, now);
        for (var at = LeasesInOneSave; at < leases.Count; at += LeasesInOneSave)
        {
            var these = leases.Skip(at).Take(LeasesInOneSave).ToList();
            var extra = new TransactWriteItemsRequest { TransactItems = Writes(these) };
            try
            {
                await RetryConflictsAsync(() => client.TransactWriteItemsAsync(extra, cancel), cancel).ConfigureAwait(false);
            }
            catch (TransactionCanceledException e)
            {
                await ThrowForLeasesAsync(record, e.CancellationReasons, these, cancel).ConfigureAwait(false);
                throw;
            }
        }

        return Writes(leases.Take(LeasesInOneSave));

        List<TransactWriteItem> Writes(IEnumerable<(ResourceIdentity Resource, bool IsHeld, bool IsPlanned)> some) =>
            [.. some.Select(l => InTransaction(LeaseUpdate.Save(record, l.Resource, l.IsHeld, l.IsPlanned, now)))];
    }

    /// <summary>Says which lease was the obstacle; returns where none was.</summary>
    private async Task ThrowForLeasesAsync(
        ExecutionRecord record, IEnumerable<CancellationReason>? reasons, IReadOnlyList<(ResourceIdentity Resource, bool IsHeld, bool IsPlanned)> leases, CancellationToken cancel)
    {
        foreach (var (reason, lease) in (reasons ?? []).Zip(leases).Where(p => p.First.Code == "ConditionalCheckFailed"))
        {
            if (lease.IsHeld)
            {
                throw new LeaseLostException(record.Id);
            }

            var (holder, until) = Lease(await StoredAsync(reason.Item, LeaseUpdate.Key(lease.Resource), cancel).ConfigureAwait(false));
            throw new ResourceBusyException(lease.Resource, holder, until);
        }
    }

    private static (string Holder, DateTimeOffset Until) Lease(Item? item) =>
        item is null ? ("", DateTimeOffset.UnixEpoch) : (item[LeaseUpdate.Holder].S, LedgerItems.Time(item[LeaseUpdate.Until].S));
}
