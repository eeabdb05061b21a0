namespace Remediator.Controls;

/// <summary>Whether every budget had a place for this execution.</summary>
public abstract record BudgetReading
{
    private BudgetReading()
    {
    }

    /// <summary>A place was taken in each, or there is no budget to draw upon.</summary>
    public sealed record Within : BudgetReading;

    /// <summary>The window is full.</summary>
    public sealed record UsedUp(BudgetClaim Claim) : BudgetReading;

    public sealed record Unknown(string Reason) : BudgetReading;
}
