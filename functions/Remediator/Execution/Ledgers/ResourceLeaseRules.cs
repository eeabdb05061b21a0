using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Findings;

namespace Remediator.Execution.Ledgers;

/// <summary>Who may work on a resource: what DynamoDB's condition expressions repeat.</summary>
/// <remarks>
/// An execution takes the lease of its own resource with its claim, and those of what its plan touches besides (the user of a key, an
/// interface, an address) with the save of the plan: before its first change, and without a call of its own. Those must have been free
/// since the plan was made: what was read before another execution had them may be what that one has changed. They are prolonged and
/// end with the lease of the execution.
/// </remarks>
internal static class ResourceLeaseRules
{
    /// <summary>The lease as taken, or null where another execution holds it.</summary>
    /// <remarks>It ends no earlier than it would have: a worker that was overtaken must not take it from the next one of its execution.</remarks>
    public static StoredLease? Take(StoredLease? stored, string executionId, DateTimeOffset until, DateTimeOffset now) =>
        stored is null || stored.Until <= now ? new StoredLease(executionId, until, stored?.Executions ?? [])
        : stored.ExecutionId == executionId ? stored with { Until = stored.Until > until ? stored.Until : until }
        : null;

    /// <summary>What a save writes: each resource, whether it is held already, and whether the record plans changes of it.</summary>
    /// <remarks>A save that ends the lease takes no other.</remarks>
    public static IReadOnlyList<(ResourceIdentity Resource, bool IsHeld, bool IsPlanned)> Of(ExecutionRecord record, DateTimeOffset now)
    {
        var goesOn = Until(record) > now && record.State is (ExecutionState.Planned or ExecutionState.Applying or ExecutionState.Applied);
        var planned = goesOn ? Planned(record) : [];
        var leases = new List<(ResourceIdentity Resource, bool IsHeld, bool IsPlanned)>();
        foreach (var held in record.Leases)
        {
            leases.Add((held, true, planned.Contains(held)));
        }

        foreach (var resource in planned)
        {
            if (!record.Leases.Contains(resource))
            {
                leases.Add((resource, false, true));
            }
        }

        return leases;
    }

    /// <summary>What a save leaves of the leases.</summary>
    /// <exception cref="LeaseLostException">One that was held is another's.</exception>
    /// <exception cref="ResourceBusyException">One that the plan needs is another's.</exception>
    public static IReadOnlyList<(ResourceIdentity Resource, StoredLease Lease)> Save(ExecutionRecord record, Func<ResourceIdentity, StoredLease?> find, DateTimeOffset now) =>
        [.. Of(record, now).Select(r => (r.Resource, Save(record, r.Resource, find(r.Resource), r.IsHeld, r.IsPlanned, now)))];

    public static DateTimeOffset Until(ExecutionRecord record) => record.LeaseOwner is null ? DateTimeOffset.UnixEpoch : record.LeaseUntil ?? DateTimeOffset.UnixEpoch;

    /// <summary>Since when a resource that a save takes must have been nobody else's: since the reads that the plan was made upon.</summary>
    public static DateTimeOffset FreeSince(ExecutionRecord record, DateTimeOffset now) => record.PlannedAt < now ? record.PlannedAt.Value : now;

    /// <summary>The record after its save, with the leases that it has taken.</summary>
    public static ExecutionRecord Saved(ExecutionRecord record) => record with { Leases = [.. Of(record, DateTimeOffset.UnixEpoch).Select(r => r.Resource)] };

    /// <summary>Shared things that stay (a quarantine group) are no reason to wait for each other, and a name that holds the execution's id is nobody else's.</summary>
    public static List<ResourceIdentity> Planned(ExecutionRecord record)
    {
        var planned = new List<ResourceIdentity>();
        foreach (var change in record.Changes)
        {
            var (keep, target) = (change.Change.Keep, change.Change.Target);
            if (keep || target.Id.Contains(record.Id, StringComparison.Ordinal))
            {
                continue;
            }

            var resource = AttributeCatalogue.Find(change.Change.Attribute)?.LeaseOf(record.Key.Account, record.Finding.Region, target)
                ?? ResourceIdentity.Of(record.Key.Account, record.Finding.Region, target.Kind, target.Id);
            if (!planned.Contains(resource))
            {
                planned.Add(resource);
            }
        }

        return planned;
    }

    private static StoredLease Save(ExecutionRecord record, ResourceIdentity resource, StoredLease? stored, bool isHeld, bool isPlanned, DateTimeOffset now)
    {
        var taken = isHeld
            ? stored?.ExecutionId == record.Id ? stored with { Until = Until(record) } : throw new LeaseLostException(record.Id)
            : Take(stored, record.Id, Until(record), FreeSince(record, now)) ?? throw new ResourceBusyException(resource, stored!.ExecutionId, stored.Until);
        return isPlanned && !taken.Executions.Contains(record.Id) ? taken with { Executions = [.. taken.Executions, record.Id] } : taken;
    }
}
