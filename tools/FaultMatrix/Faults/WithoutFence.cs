using Remediator.Execution;

namespace Remediator.FaultMatrix.Faults;

/// <summary>A ledger that takes every save, whoever has saved or claimed meanwhile.</summary>
internal sealed class WithoutFence : Sabotage
{
    public override IExecutionLedger Spoil(IExecutionLedger ledger, TimeProvider time) => StoreProxy.Before(ledger, (method, args) =>
    {
        if (method == nameof(IExecutionLedger.SaveAsync) && args[0] is ExecutionRecord record
            && ledger.FindAsync(record.Id, CancellationToken.None).Result is { } stored)
        {
            args[0] = record with { Version = stored.Version, LeaseOwner = stored.LeaseOwner };
        }

        return null;
    });
}
