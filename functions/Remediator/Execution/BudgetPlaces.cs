using System.Collections.Immutable;
using Remediator.Controls;

namespace Remediator.Execution;

/// <summary>The places that one execution takes in the budgets it draws upon: in all of them, or in none.</summary>
/// <remarks>Taken while the live state is read, so that they cost no time; given back when it comes to nothing.</remarks>
internal sealed class BudgetPlaces(IBudgetCounters counters, string executionId)
{
    private ImmutableArray<BudgetClaim> _taken = [];

    public async Task<BudgetReading> TakeAsync(ImmutableArray<BudgetClaim> claims, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(claims.Select(c => TakeAsync(c, cancel))).ConfigureAwait(false);
        _taken = [.. claims.Where((_, i) => answers[i].Place == BudgetPlace.Taken)];
        BudgetReading reading =
            answers.FirstOrDefault(a => a.Failure is not null).Failure is { } failure ? new BudgetReading.Unknown(failure)
            : Array.FindIndex(answers, a => a.Place == BudgetPlace.Full) is >= 0 and var full ? new BudgetReading.UsedUp(claims[full])
            : new BudgetReading.Within();
        if (reading is not BudgetReading.Within)
        {
            await GiveBackAsync(cancel).ConfigureAwait(false);
        }

        return reading;
    }

    /// <summary>Places that were taken before, for a change of this execution that was made, stay taken.</summary>
    public async Task GiveBackAsync(CancellationToken cancel)
    {
        foreach (var claim in _taken)
        {
            try
            {
                await counters.GiveBackAsync(claim, executionId, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (AwsFailure.IsExpected(e))
            {
                // The place stays counted until the window ends: the budget is stricter than it need be, never laxer.
            }
        }

        _taken = [];
    }

    /// <summary>Whether this execution tells people that the window is full. Where that can't be known it does: twice is better than never.</summary>
    public async Task<bool> TellsAsync(BudgetClaim claim, CancellationToken cancel)
    {
        try
        {
            return await counters.TellAsync(claim, executionId, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return true;
        }
    }

    private async Task<(BudgetPlace? Place, string? Failure)> TakeAsync(BudgetClaim claim, CancellationToken cancel)
    {
        try
        {
            return (await counters.TakeAsync(claim, executionId, cancel).ConfigureAwait(false), null);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) || e is InvalidDataException)
        {
            return (null, AwsFailure.Describe(e));
        }
    }
}
