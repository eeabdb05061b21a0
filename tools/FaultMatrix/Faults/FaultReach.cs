using Remediator.Cli.Sandbox;
using Remediator.FaultMatrix.Trials;
using Remediator.Notifications;

namespace Remediator.FaultMatrix.Faults;

/// <summary>Which calls a fault can strike at all, and what it can lead to.</summary>
internal static class FaultReach
{
    public static bool Strikes(this FaultKind kind, string call) => kind switch
    {
        // Stores and channels say what they did; that AWS answers before something shows is what reading back is for.
        FaultKind.WithoutEffect => call.Split(':') is [var service, var operation]
            && !IsStore(service)
            && !SandboxCall.IsRead(operation),

        // A read has no effect, so that the error before it and after it are the same run, and so is the death of the worker.
        FaultKind.ErrorAfter or FaultKind.KilledBefore => !OnlyReads(call),

        _ => true,
    };

    /// <summary>Whether the call leaves everything as it is; of those to the account the undisturbed run proves it.</summary>
    /// <remarks>What assumes a role makes a session.</remarks>
    public static bool OnlyReads(string call) => call.Split(':') is [var service, var operation]
        && (IsStore(service) ? StoreReads.Any(r => operation.StartsWith(r, StringComparison.Ordinal))
            : SandboxCall.IsRead(operation) && !operation.StartsWith("Assume", StringComparison.Ordinal));

    /// <summary>Whether the worker is dead, or the ledger is what fails: then it may not be able to give its lease back.</summary>
    public static bool CutsOff(this FaultKind kind, string call) => kind switch
    {
        FaultKind.KilledBefore or FaultKind.KilledAfter => true,
        FaultKind.LeaseExpired or FaultKind.Duplicate or FaultKind.TwoWorkers or FaultKind.Reordered => false,
        _ => call.StartsWith("ledger:", StringComparison.Ordinal),
    };

    /// <summary>How often one channel may take a message: more than once only where its answer or its receipt was lost, or two workers were at it.</summary>
    public static int MostMessages(this FaultKind kind, string call, string channel) => kind switch
    {
        FaultKind.LeaseExpired or FaultKind.Duplicate or FaultKind.TwoWorkers => 2,

        // Both channels are told at once: a worker that dies at the one may not have recorded what the other took.
        FaultKind.KilledBefore or FaultKind.KilledAfter => OnlyReads(call) ? 1 : 2,

        // Taken, and nobody knows; a receipt that was recorded all the same is found.
        FaultKind.ErrorAfter or FaultKind.LostAfter => IsDelivery(call, channel) ? 2 : 1,
        FaultKind.DeniedForGood when IsReceipt(call) => World.StreamDeliveries + 1,
        FaultKind.Reordered => 1,
        _ => IsReceipt(call) ? 2 : 1,
    };

    private static bool IsDelivery(string call, string channel) => (call, channel) is ("slack:Post", "slack") or ("sns:Publish", "email");

    public static bool IsReceipt(string call) => call == $"outbox:{nameof(IOutbox.RecordReceiptAsync)}";

    /// <summary>Whether the call goes to the account that the engine works on.</summary>
    public static bool IsAws(string call) => call.Split(':') is [var service, _] && !IsStore(service);

    private static readonly string[] StoreReads = ["Find", "List", "Read", "LastSaved"];

    /// <summary>Stores, queues and channels: what the engine calls beside the account that it works on.</summary>
    private static bool IsStore(string service) =>
        service is "ledger" or "controls" or "budgets" or "outbox" or "queue" or "due" or "sweeps" or "findings" or "slack" or "sns";
}
