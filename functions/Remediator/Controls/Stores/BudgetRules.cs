using System.Collections.Immutable;

namespace Remediator.Controls.Stores;

/// <summary>Who gets places: what DynamoDB's condition expressions repeat.</summary>
internal static class BudgetRules
{
    public static (StoredBudget Next, BudgetPlace Place) Take(StoredBudget? stored, BudgetClaim claim, string by, int places)
    {
        stored ??= new StoredBudget(claim.Budget, claim.Place, claim.From, ImmutableDictionary<string, int>.Empty);
        var held = stored.Places.GetValueOrDefault(by);
        return held >= places ? (stored, BudgetPlace.TakenBefore)
            : stored.Used + places - held > claim.Max ? (stored, BudgetPlace.Full)
            : (stored with { Places = stored.Places.SetItem(by, places) }, BudgetPlace.Taken);
    }

    public static StoredBudget? GiveBack(StoredBudget? stored, string by, int places) =>
        stored?.Places.GetValueOrDefault(by) == places ? stored with { Places = stored.Places.Remove(by) } : stored;

    public static (StoredBudget Next, bool First) Tell(StoredBudget? stored, BudgetClaim claim, string executionId)
    {
        stored ??= new StoredBudget(claim.Budget, claim.Place, claim.From, ImmutableDictionary<string, int>.Empty);
        var next = stored with { Told = stored.Told ?? executionId };
        return (next, next.Told == executionId);
    }
}
