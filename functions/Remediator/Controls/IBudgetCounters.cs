namespace Remediator.Controls;

/// <summary>Counts what draws upon budgets, in windows. Implementations: in memory, a folder, DynamoDB; all pass the same contract tests.</summary>
/// <remarks>Who takes places is kept with their number, and calls are not counted: a redelivery never counts twice.</remarks>
public interface IBudgetCounters
{
    /// <summary>Takes so many places in the window, atomically: all or none. Who has fewer already takes the rest.</summary>
    /// <param name="by">An execution, or one of its plans.</param>
    Task<BudgetPlace> TakeAsync(BudgetClaim claim, string by, int places, CancellationToken cancel);

    /// <summary>Gives places back that led to no change: all that were taken in this name, if they are so many.</summary>
    Task GiveBackAsync(BudgetClaim claim, string by, int places, CancellationToken cancel);

    /// <summary>Whether this execution is the one of the window that tells people; the same one is told yes again.</summary>
    Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel);

    /// <summary>How many places are taken in a window of a budget, by account or Region; where none was ever taken nothing is listed.</summary>
    Task<IReadOnlyList<(string Place, int Used)>> ListAsync(string budget, DateTimeOffset from, CancellationToken cancel);
}

/// <summary>What became of the wish for places.</summary>
public enum BudgetPlace
{
    Taken,

    /// <summary>As many, or more, were taken before in this name in the same window.</summary>
    TakenBefore,

    Full,
}
