using System.Collections.Immutable;
using System.Globalization;
using Remediator.Controls;

namespace Remediator.Execution;

/// <summary>The places that one execution takes in the budgets it draws upon: in all of them, or in none.</summary>
/// <remarks>
/// One in each that counts executions, taken while the live state is read, so that it costs no time; as many as there are changes in
/// each that counts these, taken once the plan is there. Given back when it comes to nothing.
/// </remarks>
/// <param name="record">As it was claimed.</param>
internal sealed class BudgetPlaces(IBudgetCounters counters, ExecutionRecord record, TimeProvider clock, RunnerOptions options)
{
    /// <summary>The plan that is being made: a redelivery makes the same one again, and counts it once; when it is on record, the next is another.</summary>
    private readonly string _plan = record.PlannedAt is { } last ? string.Create(CultureInfo.InvariantCulture, $"{record.Id}-{last.ToUnixTimeMilliseconds():x}") : record.Id;

    private ImmutableArray<(BudgetClaim Claim, int Places)> _taken = [];

    /// <param name="changes">How many the plan makes; budgets that count executions don't ask.</param>
    public async Task<BudgetReading> TakeAsync(ImmutableArray<BudgetClaim> claims, int changes, CancellationToken cancel)
    {
        if (clock.GetUtcNow() >= record.LeaseUntil)
        {
            return new BudgetReading.Unknown("the lease is over, and another worker may have the execution");
        }

        var answers = await Task.WhenAll(claims.Select(c => TakeAsync(c, PlacesOf(c), cancel))).ConfigureAwait(false);
        _taken = [.. _taken, .. claims.Where((c, i) => answers[i].Place == BudgetPlace.Taken || (answers[i].Place == BudgetPlace.TakenBefore && IsOfNoPlan(c))).Select(c => (c, PlacesOf(c)))];
        BudgetReading reading =
            answers.FirstOrDefault(a => a.Failure is not null).Failure is { } failure ? new BudgetReading.Unknown(failure)
            : Array.FindIndex(answers, a => a.Place == BudgetPlace.Full) is >= 0 and var full ? new BudgetReading.UsedUp(claims[full], PlacesOf(claims[full]))
            : new BudgetReading.Within();
        if (reading is not BudgetReading.Within)
        {
            await GiveBackAsync(cancel).ConfigureAwait(false);
        }

        return reading;

        int PlacesOf(BudgetClaim claim) => claim.Count == BudgetCount.Executions ? 1 : changes;
    }

    /// <summary>Places that were taken before, for a plan that is on record, stay taken.</summary>
    /// <remarks>As do all once the lease may be over: whoever has the execution then may have made changes upon them.</remarks>
    public async Task GiveBackAsync(CancellationToken cancel)
    {
        foreach (var (claim, places) in _taken.Where(_ => clock.GetUtcNow() + options.LeaseMargin < record.LeaseUntil))
        {
            try
            {
                await counters.GiveBackAsync(claim, NameFor(claim), places, cancel).ConfigureAwait(false);
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
            return await counters.TellAsync(claim, record.Id, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return true;
        }
    }

    /// <summary>Whether no plan was recorded upon places that were taken before: the worker that took them has died, or never knew.</summary>
    private bool IsOfNoPlan(BudgetClaim claim) => claim.Count == BudgetCount.Changes || record.PlannedAt is null;

    private string NameFor(BudgetClaim claim) => claim.Count == BudgetCount.Executions ? record.Id : _plan;

    private async Task<(BudgetPlace? Place, string? Failure)> TakeAsync(BudgetClaim claim, int places, CancellationToken cancel)
    {
        try
        {
            return (await counters.TakeAsync(claim, NameFor(claim), places, cancel).ConfigureAwait(false), null);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e) || e is InvalidDataException)
        {
            return (null, AwsFailure.Describe(e));
        }
    }
}
