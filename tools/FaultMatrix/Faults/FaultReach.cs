using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Trials;

namespace Remediator.FaultMatrix.Faults;

/// <summary>Which calls a fault can strike at all.</summary>
internal static class FaultReach
{
    public static bool Strikes(this FaultKind kind, Stage stage, string call) => kind switch
    {
        // Stores and channels say what they did; that AWS answers before something shows is what reading back is for.
        FaultKind.WithoutEffect => call.Split(':') is [var service, var operation]
            && service is not ("ledger" or "controls" or "budgets" or "organization" or "outbox" or "queue" or "slack" or "sns")
            && !SandboxCall.IsRead(operation),

        // The stream hands one record to one notifier.
        FaultKind.Reordered => stage == Stage.Respond,
        _ => true,
    };
}
