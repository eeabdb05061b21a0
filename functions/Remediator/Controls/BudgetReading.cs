namespace Remediator.Controls;

/// <summary>Whether every budget had room for this execution.</summary>
public abstract record BudgetReading
{
    private BudgetReading()
    {
    }

    /// <summary>All that it needs was taken in each, or there is no budget to draw upon.</summary>
    public sealed record Within : BudgetReading;

    /// <summary>There is no room in the window.</summary>
    /// <param name="Wanted">The executions or changes that there is no room for.</param>
    public sealed record UsedUp(BudgetClaim Claim, int Wanted = 1) : BudgetReading
    {
        public string Because =>
            Wanted > Claim.Max && Claim.Count == BudgetCount.Changes ? $"it would make {Wanted} changes, more than the budget ever has room for: {Claim.Says}"
            : Wanted > 1 ? $"the budget has no room for {Wanted} more changes until {Control.Utc(Claim.To)}: {Claim.Says}"
            : $"the budget is used up until {Control.Utc(Claim.To)}: {Claim.Says}";
    }

    public sealed record Unknown(string Reason) : BudgetReading;
}
