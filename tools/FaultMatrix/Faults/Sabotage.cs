using Remediator.Execution;

namespace Remediator.FaultMatrix.Faults;

/// <summary>A safeguard taken away from outside the engine, to see that the matrix notices; this one takes none away.</summary>
internal class Sabotage
{
    public static Sabotage None { get; } = new();

    /// <summary>Between the engine and its ledger.</summary>
    public virtual IExecutionLedger Spoil(IExecutionLedger ledger, TimeProvider time) => ledger;

    /// <summary>Whether what the engine reads is what it sent, and not the account.</summary>
    public virtual bool BlindsReads => false;
}
