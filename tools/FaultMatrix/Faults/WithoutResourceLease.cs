using System.Runtime.CompilerServices;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;

namespace Remediator.FaultMatrix.Faults;

/// <summary>A ledger that lets every execution have every resource, whoever holds it.</summary>
internal sealed class WithoutResourceLease : Sabotage
{
    public override IExecutionLedger Spoil(IExecutionLedger ledger, TimeProvider time) => StoreProxy.Before(ledger, (_, args) =>
    {
        if (ledger is InMemoryLedger memory && args[0] is ExecutionRecord asking)
        {
            var leases = Leases(memory);
            foreach (var (resource, lease) in leases.ToList())
            {
                leases[resource] = lease with { ExecutionId = asking.Id };
            }
        }

        return null;
    });

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_leases")]
    private static extern ref Dictionary<ResourceIdentity, StoredLease> Leases(InMemoryLedger ledger);
}
