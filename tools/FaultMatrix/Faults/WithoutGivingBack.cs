using Remediator.Execution;

namespace Remediator.FaultMatrix.Faults;

/// <summary>A ledger in which every lease stands until it runs out, although its worker is done.</summary>
internal sealed class WithoutGivingBack : Sabotage
{
    public override IExecutionLedger Spoil(IExecutionLedger ledger, TimeProvider time) => StoreProxy.Before(ledger, (method, args) =>
    {
        if (method == nameof(IExecutionLedger.SaveAsync) && args[0] is ExecutionRecord record && record.LeaseUntil <= time.GetUtcNow())
        {
            args[0] = record with { LeaseUntil = time.GetUtcNow() + new RunnerOptions().Lease };
        }

        return null;
    });
}
