using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Planning;

namespace Remediator.Tests.Execution.Ledgers;

/// <content>Leases of resources: two executions never work on one at a time.</content>
public abstract partial class LedgerContract<TLedger>
{
    private const string Shared = "eni-shared";

    private static ExecutionRecord Other => Fresh() with { Id = "other", Key = Fresh().Key with { Playbook = "another" } };

    [ContractFact]
    public async Task Another_execution_of_a_resource_learns_who_works_on_it()
    {
        var ledger = await OpenAsync();
        await ClaimAsync(ledger, Fresh(), "a");

        var busy = Assert.IsType<ClaimResult.Busy>(await ledger.ClaimAsync(Other, "a", Lease, None));

        Assert.Equal(new ClaimResult.Busy(Fresh().Id, Time.GetUtcNow() + Lease, "AWS::EC2::Instance i-0abc123 of 111122223333 in eu-central-1"), busy);
    }

    [ContractFact]
    public async Task A_claim_that_was_refused_for_its_resource_holds_nothing()
    {
        var ledger = await OpenAsync();
        var first = await ClaimAsync(ledger, Fresh(), "a");
        await ledger.ClaimAsync(Other, "b", Lease, None);
        await EndAsync(ledger, first);

        Assert.Equal("c", (await ClaimAsync(ledger, Other, "c")).LeaseOwner);
    }

    [ContractFact]
    public async Task The_same_name_in_another_account_or_Region_is_another_resource()
    {
        var ledger = await OpenAsync();
        await ClaimAsync(ledger, Fresh(), "a");

        await ClaimAsync(ledger, Other with { Key = Other.Key with { Account = "444455556666" } }, "b");
        await ClaimAsync(ledger, Other with { Id = "third", Key = Other.Key with { Region = "us-east-1" } }, "c");
    }

    [ContractFact]
    public async Task A_resource_is_free_when_its_execution_ends_or_its_lease_runs_out()
    {
        var ledger = await OpenAsync();
        await EndAsync(ledger, await ClaimAsync(ledger, Fresh(), "a"));
        await ClaimAsync(ledger, Other, "b");
        Assert.IsType<ClaimResult.Busy>(await ledger.ClaimAsync(Fresh(), "c", Lease, None));

        Time.Advance(Lease);

        await ClaimAsync(ledger, Fresh(), "d");
    }

    [ContractFact]
    public async Task Whoever_lost_the_resource_to_another_execution_cannot_save()
    {
        var ledger = await OpenAsync();
        var late = await ClaimAsync(ledger, Fresh(), "a");
        Time.Advance(Lease);
        await EndAsync(ledger, await ClaimAsync(ledger, Other, "b"));

        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(Plan(late), [], None));

        Assert.Equal(ExecutionState.Received, (await ledger.FindAsync(late.Id, None))!.State);
    }

    [ContractFact]
    public async Task A_save_prolongs_the_lease_of_the_resource_with_its_own()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        await ledger.SaveAsync(claimed with { LeaseUntil = claimed.LeaseUntil + Lease }, [], None);
        Time.Advance(Lease);

        Assert.IsType<ClaimResult.Busy>(await ledger.ClaimAsync(Other, "b", Lease, None));
    }

    [ContractFact]
    public async Task The_save_of_a_plan_takes_what_it_changes_besides()
    {
        var ledger = await OpenAsync();
        var one = await ledger.SaveAsync(Plan(await ClaimAsync(ledger, Fresh("one"), "a"), Shared), [], None);
        var two = await ClaimAsync(ledger, Fresh("two"), "b");

        var busy = await Assert.ThrowsAsync<ResourceBusyException>(() => ledger.SaveAsync(Plan(two, Shared), [], None));

        Assert.Equal((Shared, one.Id, one.LeaseUntil), (busy.Resource.Id, busy.ExecutionId, busy.Until));
        Assert.Equal(ExecutionState.Received, (await ledger.FindAsync(two.Id, None))!.State);
        await EndAsync(ledger, one with { State = ExecutionState.Verified });
        await ledger.SaveAsync(Plan(two, Shared), [], None);
    }

    [ContractFact]
    public async Task A_plan_is_not_recorded_over_what_another_execution_has_held_since_it_was_read()
    {
        var ledger = await OpenAsync();
        var two = await ClaimAsync(ledger, Fresh("two"), "b");
        var read = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromSeconds(1));
        var one = await ledger.SaveAsync(Plan(await ClaimAsync(ledger, Fresh("one"), "a"), Shared), [], None);
        await EndAsync(ledger, one with { State = ExecutionState.Verified });
        var ended = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromSeconds(1));

        var busy = await Assert.ThrowsAsync<ResourceBusyException>(() => ledger.SaveAsync(Plan(two, Shared) with { PlannedAt = read }, [], None));

        Assert.Equal((Shared, one.Id, ended), (busy.Resource.Id, busy.ExecutionId, busy.Until));
        await ledger.SaveAsync(Plan(two, Shared) with { PlannedAt = ended }, [], None);
    }

    [ContractFact]
    public async Task A_crashed_plan_is_taken_up_with_what_it_changes_besides()
    {
        var ledger = await OpenAsync();
        await ledger.SaveAsync(Plan(await ClaimAsync(ledger, Fresh("one"), "a"), Shared), [], None);
        Time.Advance(Lease);
        var again = await ClaimAsync(ledger, Fresh("one"), "b");
        await ledger.SaveAsync(again, [], None);

        var two = await ClaimAsync(ledger, Fresh("two"), "c");
        await Assert.ThrowsAsync<ResourceBusyException>(() => ledger.SaveAsync(Plan(two, Shared), [], None));
    }

    [ContractFact]
    public async Task Plans_that_are_only_shown_and_things_that_stay_make_nobody_wait()
    {
        var ledger = await OpenAsync();
        var one = await ClaimAsync(ledger, Fresh("one"), "a");
        var kept = Plan(one, Shared);
        await ledger.SaveAsync(kept with { Changes = [.. kept.Changes.Select(c => c with { Change = c.Change with { Keep = true } })] }, [], None);
        var two = await ClaimAsync(ledger, Fresh("two"), "b");
        await ledger.SaveAsync(Plan(two, Shared) with { State = ExecutionState.Observed }, [], None);

        var three = await ClaimAsync(ledger, Fresh("three"), "c");
        await ledger.SaveAsync(Plan(three, Shared), [], None);
    }

    [ContractFact]
    public async Task A_release_holds_what_was_changed_and_learns_who_else_has_planned_changes_of_it()
    {
        var ledger = await OpenAsync();
        foreach (var id in new[] { "one", "two" })
        {
            var planned = await ledger.SaveAsync(Plan(await ClaimAsync(ledger, Fresh(id), "a"), Shared, $"eni-{id}"), [], None);
            await EndAsync(ledger, planned with { State = ExecutionState.Verified });
        }

        var held = await ledger.HoldAsync(await ClaimAsync(ledger, Fresh("one"), "b"), None);

        Assert.Null(held.Busy);
        Assert.Equal(["two"], held.Others.Select(o => o.Id));
        var three = await ClaimAsync(ledger, Fresh("three"), "c");
        await Assert.ThrowsAsync<ResourceBusyException>(() => ledger.SaveAsync(Plan(three, Shared), [], None));
        await EndAsync(ledger, held.Record with { State = ExecutionState.Released });
        await ledger.SaveAsync(Plan(three, Shared), [], None);
    }

    [ContractFact]
    public async Task A_worker_that_was_overtaken_takes_no_resource_from_the_next_one_of_its_execution()
    {
        var ledger = await OpenAsync();
        await EndAsync(ledger, (await ledger.SaveAsync(Plan(await ClaimAsync(ledger, Fresh("one"), "a"), Shared), [], None)) with { State = ExecutionState.Verified });
        var overtaken = await ClaimAsync(ledger, Fresh("one"), "b");
        Time.Advance(TimeSpan.FromMinutes(10));
        var next = await ledger.HoldAsync(await ClaimAsync(ledger, Fresh("one"), "c"), None);

        await ledger.HoldAsync(overtaken, None);

        var two = await ClaimAsync(ledger, Fresh("two"), "d");
        await Assert.ThrowsAsync<ResourceBusyException>(() => ledger.SaveAsync(Plan(two, Shared), [], None));
        await EndAsync(ledger, next.Record with { State = ExecutionState.Released });
        await ledger.SaveAsync(Plan(two, Shared), [], None);
    }

    [ContractFact]
    public async Task Who_else_has_planned_changes_of_the_same_is_told_without_holding_anything()
    {
        var ledger = await OpenAsync();
        foreach (var id in new[] { "one", "two", "apart" })
        {
            var planned = await ledger.SaveAsync(Plan(await ClaimAsync(ledger, Fresh(id), "a"), id == "apart" ? [] : [Shared, $"eni-{id}"]), [], None);
            await EndAsync(ledger, planned with { State = ExecutionState.Verified });
        }

        var sharing = await ledger.ListSharingAsync((await ledger.FindAsync("one", None))!, None);

        Assert.Equal(["two"], sharing.Select(o => o.Id));
        var three = await ClaimAsync(ledger, Fresh("three"), "c");
        await ledger.SaveAsync(Plan(three, Shared), [], None);
    }

    [ContractFact]
    public async Task A_release_of_what_another_works_on_is_told_so_and_keeps_nothing()
    {
        var ledger = await OpenAsync();
        var one = await ledger.SaveAsync(Plan(await ClaimAsync(ledger, Fresh("one"), "a"), Shared, "eni-one"), [], None);
        await EndAsync(ledger, one with { State = ExecutionState.Verified });
        var two = await ledger.SaveAsync(Plan(await ClaimAsync(ledger, Fresh("two"), "b"), Shared), [], None);

        var held = await ledger.HoldAsync(await ClaimAsync(ledger, Fresh("one"), "c"), None);

        Assert.Equal((two.Id, two.LeaseUntil), (held.Busy?.Owner, held.Busy?.Until));
        await EndAsync(ledger, held.Record);
        var three = await ClaimAsync(ledger, Fresh("three"), "d");
        await ledger.SaveAsync(Plan(three, "eni-one"), [], None);
    }

    private static ExecutionRecord Plan(ExecutionRecord record, params string[] interfaces) =>
        record with { State = ExecutionState.Planned, Changes = [.. interfaces.Select(i => new ChangeRecord(Records.Groups(i, ["sg-111"])))] };

    private Task EndAsync(TLedger ledger, ExecutionRecord record) => ledger.SaveAsync(record with { LeaseUntil = Time.GetUtcNow() }, [], None);
}
