using Remediator.Cli.Sandbox;

namespace Remediator.FaultMatrix.Faults;

/// <summary>Which calls a fault can strike at all, and what it can lead to.</summary>
internal static class FaultReach
{
    /// <param name="takesFindings">Whether other versions of the finding can come on this path.</param>
    public static bool Strikes(this FaultKind kind, bool takesFindings, string call) => kind switch
    {
        // Stores and channels say what they did; that AWS answers before something shows is what reading back is for.
        FaultKind.WithoutEffect => call.Split(':') is [var service, var operation]
            && service is not ("ledger" or "controls" or "budgets" or "outbox" or "queue" or "due" or "sweeps" or "findings" or "slack" or "sns")
            && !SandboxCall.IsRead(operation),

        // The stream hands one record to one notifier.
        FaultKind.Reordered => takesFindings,
        _ => true,
    };

    /// <summary>Whether the worker is dead, or the ledger is what fails: then it may not be able to give its lease back.</summary>
    public static bool CutsOff(this FaultKind kind, string call) => kind switch
    {
        FaultKind.KilledBefore or FaultKind.KilledAfter => true,
        FaultKind.LeaseExpired or FaultKind.Duplicate or FaultKind.TwoWorkers or FaultKind.Reordered => false,
        _ => call.StartsWith("ledger:", StringComparison.Ordinal),
    };
}
