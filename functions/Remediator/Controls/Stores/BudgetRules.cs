using System.Collections.Immutable;

namespace Remediator.Controls.Stores;

/// <summary>Who gets a place: what DynamoDB's condition expressions repeat.</summary>
internal static class BudgetRules
{
    public static (StoredBudget Next, BudgetPlace Place) Take(StoredBudget? stored, BudgetClaim claim, string executionId)
    {
        stored ??= new StoredBudget([], claim.To);
        return stored.Executions.Contains(executionId) ? (stored, BudgetPlace.TakenBefore)
            : stored.Executions.Length >= claim.Max ? (stored, BudgetPlace.Full)
            : (stored with { Executions = [.. stored.Executions, executionId] }, BudgetPlace.Taken);
    }

    public static StoredBudget? GiveBack(StoredBudget? stored, string executionId) =>
        stored is null ? null : stored with { Executions = stored.Executions.Remove(executionId) };

    public static (StoredBudget Next, bool First) Tell(StoredBudget? stored, BudgetClaim claim, string executionId)
    {
        stored ??= new StoredBudget([], claim.To);
        var next = stored with { Told = stored.Told ?? executionId };
        return (next, next.Told == executionId);
    }
}
