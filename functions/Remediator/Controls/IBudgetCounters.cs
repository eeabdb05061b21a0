namespace Remediator.Controls;

/// <summary>Counts executions in windows. Implementations: in memory, a folder, DynamoDB; all pass the same contract tests.</summary>
/// <remarks>The ids of executions are counted, not calls: a redelivery never counts twice.</remarks>
public interface IBudgetCounters
{
    /// <summary>Takes a place in the window, atomically.</summary>
    Task<BudgetPlace> TakeAsync(BudgetClaim claim, string executionId, CancellationToken cancel);

    /// <summary>Gives a place back that led to no change.</summary>
    Task GiveBackAsync(BudgetClaim claim, string executionId, CancellationToken cancel);

    /// <summary>Whether this execution is the one of the window that tells people; the same one is told yes again.</summary>
    Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel);

    /// <summary>How many places of the window are taken.</summary>
    Task<int> CountAsync(BudgetClaim claim, CancellationToken cancel);
}

/// <summary>What became of the wish for a place.</summary>
public enum BudgetPlace
{
    Taken,

    /// <summary>This execution was counted before in the same window.</summary>
    TakenBefore,

    Full,
}
