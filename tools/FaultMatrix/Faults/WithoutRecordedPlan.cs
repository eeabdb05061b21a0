using Remediator.Execution;

namespace Remediator.FaultMatrix.Faults;

/// <summary>A ledger that says it has the plan, and has not.</summary>
internal sealed class WithoutRecordedPlan : Sabotage
{
    public override IExecutionLedger Spoil(IExecutionLedger ledger, TimeProvider time) => StoreProxy.Before(ledger, (method, args) =>
        method == nameof(IExecutionLedger.SaveAsync) && args[0] is ExecutionRecord { State: ExecutionState.Planned } planned ? Task.FromResult(planned) : null);
}
