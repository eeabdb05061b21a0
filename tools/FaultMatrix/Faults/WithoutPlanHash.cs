using Remediator.Approvals;
using Remediator.Execution;

namespace Remediator.FaultMatrix.Faults;

/// <summary>A ledger in which what people approved counts for whatever is planned by then.</summary>
internal sealed class WithoutPlanHash : Sabotage
{
    public override IExecutionLedger Spoil(IExecutionLedger ledger, TimeProvider time) => StoreProxy.Before(ledger, (method, args) =>
    {
        if (method == nameof(IExecutionLedger.SaveAsync) && args[0] is ExecutionRecord { Approval: { Decisions.IsEmpty: true } asked } record
            && ledger.FindAsync(record.Id, CancellationToken.None).Result is { Approval: { IsGranted: true } approved })
        {
            args[0] = (record with { Approval = asked with { Decisions = approved.Decisions } }).Schedule();
        }

        return null;
    });
}
