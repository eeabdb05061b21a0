using Remediator.Controls;

namespace Remediator.Tests.Controls.Stores;

/// <summary>What every counter of executions and changes promises; one subclass for each implementation.</summary>
public abstract class BudgetCountersContract
{
    private static readonly BudgetClaim Claim = new("limits-p", "111122223333", Some.Time, TimeSpan.FromHours(1), 2, "at most 2");

    private static CancellationToken None => CancellationToken.None;

    /// <summary>Nothing is counted yet.</summary>
    protected abstract Task<IBudgetCounters> OpenAsync();

    /// <summary>Runs calls side by side.</summary>
    protected virtual async Task<BudgetPlace[]> AtOnceAsync(IEnumerable<Func<Task<BudgetPlace>>> calls) => await Task.WhenAll(calls.Select(call => Task.Run(call)));

    [ContractFact]
    public async Task A_window_has_as_many_places_as_the_budget_says()
    {
        var counters = await OpenAsync();

        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(Claim, "rx-1", 1, None));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(Claim, "rx-2", 1, None));
        Assert.Equal(BudgetPlace.Full, await counters.TakeAsync(Claim, "rx-3", 1, None));
        Assert.Equal(2, await UsedAsync(counters));
    }

    [ContractFact]
    public async Task The_same_execution_never_counts_twice()
    {
        var counters = await OpenAsync();
        await counters.TakeAsync(Claim, "rx-1", 1, None);

        Assert.Equal(BudgetPlace.TakenBefore, await counters.TakeAsync(Claim, "rx-1", 1, None));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(Claim, "rx-2", 1, None));
        Assert.Equal(BudgetPlace.TakenBefore, await counters.TakeAsync(Claim, "rx-2", 1, None));
    }

    [ContractFact]
    public async Task Every_window_and_every_counter_counts_for_itself()
    {
        var counters = await OpenAsync();
        var narrow = Claim with { Max = 1 };
        await counters.TakeAsync(narrow, "rx-1", 1, None);

        Assert.Equal(BudgetPlace.Full, await counters.TakeAsync(narrow, "rx-2", 1, None));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(narrow with { From = narrow.To }, "rx-2", 1, None));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(narrow with { Place = "999999999999" }, "rx-2", 1, None));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(narrow with { Budget = "limits-q" }, "rx-2", 1, None));
    }

    [ContractFact]
    public async Task A_place_that_is_given_back_is_free_for_another()
    {
        var counters = await OpenAsync();
        var narrow = Claim with { Max = 1 };
        await counters.TakeAsync(narrow, "rx-1", 1, None);
        await counters.GiveBackAsync(narrow, "rx-1", 1, None);
        await counters.GiveBackAsync(narrow, "rx-1", 1, None);

        Assert.Equal(0, await UsedAsync(counters));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(narrow, "rx-2", 1, None));
    }

    [ContractFact]
    public async Task One_execution_of_a_window_tells_people_and_the_same_one_again()
    {
        var counters = await OpenAsync();

        Assert.True(await counters.TellAsync(Claim, "rx-3", None));
        Assert.False(await counters.TellAsync(Claim, "rx-4", None));
        Assert.True(await counters.TellAsync(Claim, "rx-3", None));
        Assert.True(await counters.TellAsync(Claim with { From = Claim.To }, "rx-4", None));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(Claim, "rx-1", 1, None));
    }

    [ContractFact]
    public async Task A_budget_of_none_has_no_place() => Assert.Equal(BudgetPlace.Full, await (await OpenAsync()).TakeAsync(Claim with { Max = 0 }, "rx-1", 1, None));

    [ContractFact]
    public async Task Many_at_once_get_no_more_places_than_there_are()
    {
        var counters = await OpenAsync();
        var places = await AtOnceAsync(Enumerable.Range(0, 12).Select(i => (Func<Task<BudgetPlace>>)(() => counters.TakeAsync(Claim with { Max = 5 }, $"rx-{i}", 1, None))));

        Assert.Equal(5, places.Count(p => p == BudgetPlace.Taken));
        Assert.Equal(7, places.Count(p => p == BudgetPlace.Full));
    }

    [ContractFact]
    public async Task Several_places_are_taken_all_or_none()
    {
        var (counters, wide) = (await OpenAsync(), Claim with { Max = 5 });

        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(wide, "rx-1", 3, None));
        Assert.Equal(BudgetPlace.Full, await counters.TakeAsync(wide, "rx-2", 3, None));
        Assert.Equal(BudgetPlace.Full, await counters.TakeAsync(wide, "rx-3", 6, None));
        Assert.Equal(3, await UsedAsync(counters));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(wide, "rx-2", 2, None));
        Assert.Equal(5, await UsedAsync(counters));
    }

    [ContractFact]
    public async Task Who_has_places_already_takes_the_further_ones_alone()
    {
        var (counters, wide) = (await OpenAsync(), Claim with { Max = 5 });
        await counters.TakeAsync(wide, "rx-1", 2, None);

        Assert.Equal(BudgetPlace.TakenBefore, await counters.TakeAsync(wide, "rx-1", 1, None));
        Assert.Equal(BudgetPlace.Full, await counters.TakeAsync(wide, "rx-1", 6, None));
        Assert.Equal(2, await UsedAsync(counters));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(wide, "rx-1", 5, None));
        Assert.Equal(5, await UsedAsync(counters));
        Assert.Equal(BudgetPlace.TakenBefore, await counters.TakeAsync(wide, "rx-1", 5, None));
    }

    [ContractFact]
    public async Task Several_places_are_given_back_together_and_once()
    {
        var (counters, wide) = (await OpenAsync(), Claim with { Max = 5 });
        await counters.TakeAsync(wide, "rx-1", 3, None);
        await counters.TakeAsync(wide, "rx-2", 1, None);
        await counters.GiveBackAsync(wide, "rx-2", 2, None);
        await counters.GiveBackAsync(wide, "rx-3", 1, None);
        Assert.Equal(4, await UsedAsync(counters));

        await counters.GiveBackAsync(wide, "rx-1", 3, None);
        await counters.GiveBackAsync(wide, "rx-1", 3, None);

        Assert.Equal(1, await UsedAsync(counters));
        Assert.Equal(BudgetPlace.Taken, await counters.TakeAsync(wide, "rx-1", 4, None));
    }

    [ContractFact]
    public async Task Many_that_take_several_at_once_get_no_more_places_than_there_are()
    {
        var counters = await OpenAsync();
        var places = await AtOnceAsync(Enumerable.Range(0, 12).Select(i => (Func<Task<BudgetPlace>>)(() => counters.TakeAsync(Claim with { Max = 7 }, $"rx-{i}", 2, None))));

        Assert.Equal(3, places.Count(p => p == BudgetPlace.Taken));
        Assert.Equal(9, places.Count(p => p == BudgetPlace.Full));
        Assert.Equal(6, await UsedAsync(counters));
    }

    [ContractFact]
    public async Task What_is_used_is_listed_by_place_for_one_window_of_one_budget()
    {
        var (counters, wide) = (await OpenAsync(), Claim with { Max = 9 });
        await counters.TakeAsync(wide, "rx-1", 3, None);
        await counters.TakeAsync(wide, "rx-2", 2, None);
        await counters.TakeAsync(wide with { Place = "999999999999/eu-west-1" }, "rx-3", 1, None);
        await counters.TakeAsync(wide with { From = wide.To }, "rx-4", 1, None);
        await counters.TakeAsync(wide with { Budget = "limits-pq" }, "rx-5", 1, None);

        Assert.Equal([("111122223333", 5), ("999999999999/eu-west-1", 1)], await counters.ListAsync(wide.Budget, wide.From, None));
        Assert.Empty(await counters.ListAsync("limits-x", wide.From, None));
    }

    private static async Task<int> UsedAsync(IBudgetCounters counters) => (await counters.ListAsync(Claim.Budget, Claim.From, None)).Single(p => p.Place == Claim.Place).Used;
}
