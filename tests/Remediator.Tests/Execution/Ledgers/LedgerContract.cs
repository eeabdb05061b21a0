using Remediator.Approvals;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Scheduling;
using Remediator.Sweeping;

namespace Remediator.Tests.Execution.Ledgers;

/// <summary>What every ledger promises; one subclass for each implementation.</summary>
/// <typeparam name="TLedger">The implementation.</typeparam>
public abstract partial class LedgerContract<TLedger>
    where TLedger : IExecutionLedger, IOutbox, ISweepStore, IDueList
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    protected ManualTime Time { get; } = new(Records.At);

    private protected static CancellationToken None => CancellationToken.None;

    /// <summary>An empty ledger.</summary>
    protected abstract Task<TLedger> OpenAsync();

    /// <summary>Runs calls side by side.</summary>
    protected virtual async Task<ClaimResult[]> AtOnceAsync(IEnumerable<Func<Task<ClaimResult>>> calls) => await Task.WhenAll(calls.Select(call => Task.Run(call)));

    [ContractFact]
    public async Task The_first_claim_creates_the_record()
    {
        var ledger = await OpenAsync();

        var record = await ClaimAsync(ledger, Fresh(), "a");

        Assert.Equal(ExecutionState.Received, record.State);
        Assert.Equal("a", record.LeaseOwner);
        Assert.Equal(Time.GetUtcNow() + Lease, record.LeaseUntil);
        Assert.Equal(RecordJson.Write(record), RecordJson.Write((await ledger.FindAsync(record.Id, None))!));
    }

    [ContractFact]
    public async Task A_second_worker_learns_who_holds_it()
    {
        var ledger = await OpenAsync();
        await ClaimAsync(ledger, Fresh(), "a");

        var busy = Assert.IsType<ClaimResult.Busy>(await ledger.ClaimAsync(Fresh(), "b", Lease, None));

        Assert.Equal(new ClaimResult.Busy("a", Time.GetUtcNow() + Lease), busy);
    }

    [ContractFact]
    public async Task The_same_worker_may_claim_again_and_prolongs_its_lease()
    {
        var ledger = await OpenAsync();
        await ClaimAsync(ledger, Fresh(), "a");
        Time.Advance(TimeSpan.FromMinutes(1));

        var again = await ClaimAsync(ledger, Fresh(), "a");

        Assert.Equal(Time.GetUtcNow() + Lease, again.LeaseUntil);
    }

    [ContractFact]
    public async Task An_expired_lease_is_taken_over_with_the_recorded_plan()
    {
        var ledger = await OpenAsync();
        var first = await ClaimAsync(ledger, Fresh(), "a");
        var planned = await ledger.SaveAsync(Records.Instance() with { State = ExecutionState.Planned, LeaseOwner = "a", LeaseUntil = first.LeaseUntil, Version = first.Version }, [], None);
        Time.Advance(Lease);

        var taken = await ClaimAsync(ledger, Fresh(), "b");

        Assert.Equal(ExecutionState.Planned, taken.State);
        Assert.Equal(planned.Changes[1], taken.Changes[1]);
        Assert.Equal("b", taken.LeaseOwner);
    }

    [ContractFact]
    public async Task A_free_lease_is_taken_over()
    {
        var ledger = await OpenAsync();
        var first = await ClaimAsync(ledger, Fresh(), "a");
        var free = await ledger.SaveAsync(first with { State = ExecutionState.Refused, LeaseOwner = null, LeaseUntil = null }, [], None);
        Assert.Null((await ledger.FindAsync(first.Id, None))!.LeaseOwner);

        var second = await ClaimAsync(ledger, Fresh(), "b");

        Assert.Equal((ExecutionState.Refused, "b"), (second.State, second.LeaseOwner));
        Assert.True(second.Version > free.Version);
    }

    [ContractFact]
    public async Task Every_save_makes_a_new_version()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");

        var planned = await ledger.SaveAsync(claimed with { State = ExecutionState.Planned, Verdict = new Verdict.Proceed() }, [], None);
        var applying = await ledger.SaveAsync(planned with { State = ExecutionState.Applying }, [], None);

        Assert.Equal(claimed.Version + 1, planned.Version);
        Assert.Equal(planned.Version + 1, applying.Version);
        Assert.Equal(RecordJson.Write(applying), RecordJson.Write((await ledger.FindAsync(claimed.Id, None))!));
    }

    [ContractFact]
    public async Task A_save_upon_an_older_version_is_refused_and_writes_nothing()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        await ledger.SaveAsync(claimed with { State = ExecutionState.Planned }, [], None);

        var late = claimed with { State = ExecutionState.Failed };
        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(late, [], None));
        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(late, [Records.Entry(late)], None));

        Assert.Equal(ExecutionState.Planned, (await ledger.FindAsync(claimed.Id, None))!.State);
        Assert.Empty(await ledger.ListPendingAsync(10, None));
    }

    [ContractFact]
    public async Task A_worker_that_was_overtaken_cannot_save()
    {
        var ledger = await OpenAsync();
        var old = await ClaimAsync(ledger, Fresh(), "a");
        Time.Advance(Lease);
        await ClaimAsync(ledger, Fresh(), "b");

        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(old with { State = ExecutionState.Planned }, [], None));
    }

    [ContractFact]
    public async Task An_older_claim_of_a_worker_of_the_same_name_cannot_save()
    {
        var ledger = await OpenAsync();
        var old = await ClaimAsync(ledger, Fresh(), "a");
        await ClaimAsync(ledger, Fresh(), "a");

        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(old with { State = ExecutionState.Planned }, [], None));
    }

    [ContractFact]
    public async Task A_save_in_another_name_or_without_a_lease_is_refused()
    {
        var ledger = await OpenAsync();
        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(Fresh(), [], None));
        var claimed = await ClaimAsync(ledger, Fresh(), "a");

        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(claimed with { LeaseOwner = "b" }, [], None));

        var free = await ledger.SaveAsync(claimed with { LeaseOwner = null, LeaseUntil = null }, [], None);
        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(free with { State = ExecutionState.Failed }, [], None));
    }

    [ContractFact]
    public async Task A_save_whose_answer_was_lost_can_be_repeated()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var planned = claimed with { State = ExecutionState.Planned };
        var first = await ledger.SaveAsync(planned, [], None);

        var again = await ledger.SaveAsync(planned, [], None);

        Assert.Equal(first.Version, again.Version);
        Assert.Equal(first.Version, (await ledger.FindAsync(claimed.Id, None))!.Version);
    }

    [ContractFact]
    public async Task A_last_save_with_news_whose_answer_was_lost_can_be_repeated()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var done = claimed with { State = ExecutionState.Verified, LeaseOwner = null, LeaseUntil = null };
        var first = await ledger.SaveAsync(done, [Records.Entry(done)], None);

        var again = await ledger.SaveAsync(done, [Records.Entry(done)], None);

        Assert.Equal(first.Version, again.Version);
        Assert.Single(await ledger.ListPendingAsync(10, None));
    }

    [ContractFact]
    public async Task A_repeated_save_is_refused_once_another_worker_has_claimed()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var done = claimed with { State = ExecutionState.Verified, LeaseOwner = null, LeaseUntil = null };
        await ledger.SaveAsync(done, [], None);
        await ClaimAsync(ledger, Fresh(), "b");

        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(done, [], None));
    }

    [ContractFact]
    public async Task Of_many_workers_exactly_one_gets_the_lease()
    {
        var ledger = await OpenAsync();

        var results = await AtOnceAsync(Enumerable.Range(0, 8).Select<int, Func<Task<ClaimResult>>>(i => () => ledger.ClaimAsync(Fresh(), $"w{i}", Lease, None)));

        var winner = Assert.Single(results.OfType<ClaimResult.Claimed>());
        Assert.All(results.OfType<ClaimResult.Busy>(), b => Assert.Equal(winner.Record.LeaseOwner, b.Owner));
    }

    [ContractFact]
    public async Task News_waits_until_every_channel_has_a_receipt()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var entry = Records.Entry(claimed, NoticeKind.Contained, "slack", "email");
        await ledger.SaveAsync(claimed, [entry], None);

        var pending = Assert.Single(await ledger.ListPendingAsync(10, None));
        Assert.Equal((entry.Id, entry.Kind, claimed.Id), (pending.Id, pending.Kind, pending.Record.Id));
        Assert.Equal([.. entry.Channels], pending.Channels.ToArray());
        Assert.Equal("{}", pending.Record.Finding.Raw);
        Assert.Single(await ledger.ListPendingAsync(10, None, pending.Record.UpdatedAt));
        Assert.Empty(await ledger.ListPendingAsync(10, None, pending.Record.UpdatedAt.AddSeconds(1)));

        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "slack", Time.GetUtcNow(), "m-1"), None);
        Assert.Single(await ledger.ListPendingAsync(10, None));
        Assert.Equal([new DeliveryReceipt(entry.Id, "slack", Records.At, "m-1")], await ledger.ListReceiptsAsync(entry, None));

        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "email", Time.GetUtcNow()), None);
        Assert.Empty(await ledger.ListPendingAsync(10, None));
        Assert.Equal(["email", "slack"], (await ledger.ListReceiptsAsync(entry, None)).Select(r => r.Channel).Order());
    }

    [ContractFact]
    public async Task The_first_receipt_of_a_channel_stands()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var entry = Records.Entry(claimed, NoticeKind.Contained, "slack", "email");
        await ledger.SaveAsync(claimed, [entry], None);
        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "slack", Records.At, "first"), None);

        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "slack", Records.At, "second"), None);

        Assert.Equal("first", Assert.Single(await ledger.ListReceiptsAsync(entry, None)).Reference);
    }

    [ContractFact]
    public async Task News_that_was_told_is_not_told_again()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var entry = Records.Entry(claimed, NoticeKind.Contained, "slack");
        var saved = await ledger.SaveAsync(claimed, [entry], None);
        await ledger.RecordReceiptAsync(entry, new DeliveryReceipt(entry.Id, "slack", Time.GetUtcNow()), None);

        await ledger.SaveAsync(saved with { State = ExecutionState.Verified }, [entry], None);

        Assert.Empty(await ledger.ListPendingAsync(10, None));
    }

    [ContractFact]
    public async Task Every_save_leaves_one_audit_entry_with_who_when_what_and_the_way_there()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a") with { By = "Remediator-Respond/request-1" };
        var planned = await ledger.SaveAsync(claimed.To(ExecutionState.Planned, Time.GetUtcNow()), [], None);
        Time.Advance(TimeSpan.FromSeconds(3));
        var calls = new AwsCall[] { new("EC2", "ModifyNetworkInterfaceAttribute", "7a1b") };
        var change = Records.Verified(Records.Groups("eni-0aaa", ["sg-111"])) with { Calls = calls };
        var done = planned.To(ExecutionState.Applying, Time.GetUtcNow()).To(ExecutionState.Applied, Time.GetUtcNow()).To(ExecutionState.Verified, Time.GetUtcNow())
            with
        { Changes = [change], By = null, LeaseOwner = null, LeaseUntil = null };
        var saved = await ledger.SaveAsync(done, [Records.Entry(done, NoticeKind.Contained, "slack")], None);

        var audit = await ledger.ListAuditAsync(claimed.Id, None);

        Assert.Equal(2, audit.Count);
        Assert.Equal([planned.Version, saved.Version], audit.Select(a => a.Version));
        Assert.Equal([Records.At, Records.At.AddSeconds(3)], audit.Select(a => a.At));
        Assert.Equal(["Remediator-Respond/request-1", "unknown"], audit.Select(a => a.By));
        Assert.Equal([new StateChange(ExecutionState.Received, ExecutionState.Planned, Records.At)], audit[0].Trail.ToArray());
        Assert.Equal([ExecutionState.Applying, ExecutionState.Applied, ExecutionState.Verified], audit[1].Trail.Select(t => t.To));
        Assert.Equal([NoticeKind.Contained], audit[1].News.Select(n => n.Kind));
        Assert.Equal((ExecutionState.Planned, ExecutionState.Verified), (audit[0].Record.State, audit[1].Record.State));
        Assert.Equal(change.Change, audit[1].Record.Changes[0].Change);
        Assert.Equal(calls, audit[1].Record.Changes[0].Calls);
        Assert.Equal((LeaseRules.Hash(Records.Finding.Raw), "{}"), (audit[1].FindingHash, audit[1].Record.Finding.Raw));
        Assert.Empty(saved.Trail);
        Assert.Equal(calls, (await ledger.FindAsync(claimed.Id, None))!.Changes[0].Calls);
    }

    [ContractFact]
    public async Task A_refused_save_leaves_no_audit_entry_and_a_repeated_one_no_second()
    {
        var ledger = await OpenAsync();
        var claimed = await ClaimAsync(ledger, Fresh(), "a");
        var planned = claimed.To(ExecutionState.Planned, Time.GetUtcNow());
        await ledger.SaveAsync(planned, [], None);
        Time.Advance(TimeSpan.FromSeconds(1));
        await ledger.SaveAsync(planned, [], None);
        await Assert.ThrowsAsync<LeaseLostException>(() => ledger.SaveAsync(claimed with { State = ExecutionState.Failed }, [], None));

        var entry = Assert.Single(await ledger.ListAuditAsync(claimed.Id, None));

        Assert.Equal((ExecutionState.Planned, Records.At, "a"), (entry.Record.State, entry.At, entry.By));
    }

    [ContractFact]
    public async Task Audit_entries_come_in_the_order_of_their_versions()
    {
        var ledger = await OpenAsync();
        var record = await ClaimAsync(ledger, Fresh(), "a");
        for (var i = 0; i < 12; i++)
        {
            record = await ledger.SaveAsync(record with { Failure = $"{i}" }, [], None);
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), (await ledger.ListAuditAsync(record.Id, None)).Select(a => a.Record.Failure));
    }

    [ContractFact]
    public async Task All_executions_of_a_finding_are_found_and_no_others()
    {
        var ledger = await OpenAsync();
        foreach (var (id, finding, minutes) in new[] { ("one", "f1", 0), ("two", "f1", 1), ("other", "f2", 2) })
        {
            var fresh = Fresh() with { Id = id, Key = Fresh().Key with { FindingId = finding, ResourceId = id }, CreatedAt = Records.At.AddMinutes(minutes) };
            var saved = await ledger.SaveAsync(await ClaimAsync(ledger, fresh, "a"), [], None);
            await ledger.SaveAsync(saved, [], None);
        }

        Assert.Equal(["two", "one"], (await ledger.ListOfFindingAsync("f1", None)).Select(r => r.Id));
        Assert.Empty(await ledger.ListOfFindingAsync("f3", None));
        Assert.Equal(Time.GetUtcNow(), await ledger.LastSavedAsync("f1", None));
        Assert.Null(await ledger.LastSavedAsync("f3", None));
    }

    [ContractFact]
    public async Task All_executions_of_a_resource_are_found_and_no_others()
    {
        var ledger = await OpenAsync();
        foreach (var (id, resource, minutes) in new[] { ("one", "i-1", 0), ("two", "i-1", 1), ("other", "i-2", 2), ("claimed", "i-1", 3) })
        {
            var fresh = Fresh(id) with { Resource = Fresh().Resource with { Id = resource }, CreatedAt = Records.At.AddMinutes(minutes) };
            var claimed = await ClaimAsync(ledger, fresh, "a");
            if (id != "claimed")
            {
                var saved = await ledger.SaveAsync(claimed.To(ExecutionState.Planned, Time.GetUtcNow()), [], None);
                await ledger.SaveAsync(saved, [], None);
            }
        }

        Assert.Equal(["two", "one"], (await ledger.ListOfResourceAsync(Fresh().Resource.Kind, "i-1", None)).Select(r => r.Id));
        Assert.Empty(await ledger.ListOfResourceAsync("AWS::IAM::User", "i-1", None));
    }

    [ContractFact]
    public async Task An_unmatched_finding_is_found_by_its_id()
    {
        var ledger = await OpenAsync();
        var unmatched = new UnmatchedFinding("arn:aws:guardduty:finding/1", "guardduty", "Recon:EC2/Portscan", "unmatched", "No playbook answers it.", Records.At);
        await ledger.RecordUnmatchedAsync(unmatched, None);

        Assert.Equal(unmatched, await ledger.FindUnmatchedAsync(unmatched.Id, None));
        Assert.Null(await ledger.FindUnmatchedAsync("arn:aws:guardduty:finding/2", None));
    }

    [ContractFact]
    public async Task When_a_finding_was_last_saved_is_known_across_its_executions()
    {
        var ledger = await OpenAsync();
        foreach (var id in new[] { "one", "two" })
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await ledger.SaveAsync(await ClaimAsync(ledger, Fresh(id), "a"), [], None);
        }

        Assert.Equal(Records.At.AddMinutes(2), await ledger.LastSavedAsync(Fresh().Key.FindingId, None));
    }

    [ContractFact]
    public async Task Each_source_has_a_watermark_of_its_own_that_moves_with_a_recorded_run()
    {
        var ledger = await OpenAsync();
        Assert.Null(await ledger.FindSweepAsync("guardduty", None));
        var first = new SweepRun("guardduty", Records.At, null, Records.At.AddMinutes(-15), 0, 0, 0);
        var other = new SweepRun("config", Records.At.AddMinutes(1), null, Records.At.AddMinutes(-14), 0, 0, 0);
        var second = new SweepRun("guardduty", Records.At.AddMinutes(15), first.Until, Records.At, 7, 2, 1);

        foreach (var run in new[] { first, other, second })
        {
            Assert.True(await ledger.SaveSweepAsync(run with { IsOpen = true }, None));
            Assert.True(await ledger.SaveSweepAsync(run, None));
        }

        Assert.Equal((second, other), (await ledger.FindSweepAsync("guardduty", None), await ledger.FindSweepAsync("config", None)));
        Assert.Equal((second.Until, other.Until), (second.Watermark, other.Watermark));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([second, other, first], await ledger.ListSweepsAsync(10, None));
        Assert.Equal([second], await ledger.ListSweepsAsync(1, None));
    }

    [ContractFact]
    public async Task A_run_that_is_open_is_no_record_yet_and_is_finished_once_before_another_begins()
    {
        var ledger = await OpenAsync();
        var first = new SweepRun("guardduty", Records.At, null, Records.At.AddMinutes(-15), 0, 0, 0);
        var second = new SweepRun("guardduty", Records.At.AddMinutes(15), first.Until, Records.At, 7, 2, 1);
        Assert.False(await ledger.SaveSweepAsync(first, None));
        Assert.True(await ledger.SaveSweepAsync(first with { IsOpen = true }, None));
        Assert.False(await ledger.SaveSweepAsync(first with { IsOpen = true }, None));
        Assert.False(await ledger.SaveSweepAsync(second with { IsOpen = true }, None));
        Assert.Equal(first with { IsOpen = true }, await ledger.FindSweepAsync("guardduty", None));
        Assert.Empty(await ledger.ListSweepsAsync(10, None));

        Assert.True(await ledger.SaveSweepAsync(first, None));
        Assert.False(await ledger.SaveSweepAsync(first, None));
        Assert.False(await ledger.SaveSweepAsync(first with { IsOpen = true }, None));
        Assert.True(await ledger.SaveSweepAsync(second with { IsOpen = true }, None));

        Assert.Equal(first.Until, (await ledger.FindSweepAsync("guardduty", None))!.Watermark);
        Assert.Equal([first], await ledger.ListSweepsAsync(10, None));
    }

    [ContractFact]
    public async Task What_is_due_is_listed_from_its_time_on_the_longest_overdue_first()
    {
        var ledger = await OpenAsync();
        foreach (var (id, minutes) in new[] { ("late", 10), ("early", 5), ("later", 20), ("never", 0) })
        {
            var claimed = await ClaimAsync(ledger, Fresh(id), "a");
            await ledger.SaveAsync(claimed with { Due = minutes == 0 ? [] : [new(DueKind.Release, Records.At.AddMinutes(minutes + 60)), new(DueKind.ReleaseWarning, Records.At.AddMinutes(minutes))] }, [], None);
        }

        Assert.Empty(await ledger.ListDueAsync(Records.At.AddMinutes(5) - TimeSpan.FromTicks(1), None));
        Assert.Equal(["early"], await ledger.ListDueAsync(Records.At.AddMinutes(5), None));
        Assert.Equal(["early", "late"], await ledger.ListDueAsync(Records.At.AddMinutes(19), None));
        Assert.Equal(new DueWork(DueKind.Release, Records.At.AddMinutes(65)), (await ledger.FindAsync("early", None))!.Due[0]);
    }

    [ContractFact]
    public async Task What_is_put_off_is_due_later_and_what_is_settled_no_more()
    {
        var ledger = await OpenAsync();
        var saved = await ledger.SaveAsync(await ClaimAsync(ledger, Fresh(), "a") with { Due = [new(DueKind.Release, Records.At)] }, [], None);
        saved = await ledger.SaveAsync(saved with { Due = [new(DueKind.Release, Records.At.AddHours(1))] }, [], None);
        Assert.Empty(await ledger.ListDueAsync(Records.At, None));

        saved = await ledger.SaveAsync(saved with { Due = [] }, [], None);
        await ledger.SettleAsync(saved, None);

        Assert.Empty(await ledger.ListDueAsync(Records.At.AddHours(2), None));
    }

    [ContractFact]
    public async Task What_became_due_after_the_record_was_read_is_not_settled()
    {
        var ledger = await OpenAsync();
        var read = await ledger.SaveAsync(await ClaimAsync(ledger, Fresh(), "a"), [], None);
        await ledger.SaveAsync(read with { Due = [new(DueKind.Release, Records.At)] }, [], None);

        await ledger.SettleAsync(read, None);

        Assert.Equal([read.Id], await ledger.ListDueAsync(Records.At, None));
    }

    [ContractFact]
    public async Task What_people_are_asked_about_is_listed_until_it_is_taken_up_and_what_only_stands_is_not()
    {
        var ledger = await OpenAsync();
        var stands = await ClaimAsync(ledger, Fresh("stands"), "a");
        await ledger.SaveAsync(stands with { Due = [new(DueKind.Look, Records.At.AddDays(1))] }, [], None);
        var later = await ledger.SaveAsync(await ClaimAsync(ledger, Fresh("later"), "a") with { Approval = Notices.Asked(Records.At.AddMinutes(1)) }, [], None);
        var asked = await ledger.SaveAsync(await ClaimAsync(ledger, Fresh("asked"), "a") with { Approval = Notices.Asked(Records.At) }, [], None);
        Assert.Equal(["asked", "later"], await ledger.ListWaitingAsync(None));

        // Approved and not applied yet is still open; applied, or moot, is not.
        ApprovalDecision By(string who) => new(DecisionKind.Approve, DecisionWay.Cli, who, "", Records.At);
        asked = await ledger.SaveAsync(asked with { Approval = asked.Approval! with { Decisions = [By("alice"), By("bob")] } }, [], None);
        Assert.Equal(["asked", "later"], await ledger.ListWaitingAsync(None));
        await ledger.SaveAsync(asked with { Approval = asked.Approval! with { AppliedAt = Records.At } }, [], None);
        await ledger.SaveAsync(later with { Approval = ApprovalRules.Moot(later.Approval) }, [], None);

        Assert.Empty(await ledger.ListWaitingAsync(None));
    }

    [ContractFact]
    public async Task What_began_years_ago_and_stands_is_listed()
    {
        var ledger = await OpenAsync();
        var old = await ClaimAsync(ledger, Fresh("old"), "a");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            old = await ledger.SaveAsync(old with { LeaseUntil = Time.GetUtcNow() + Lease }, [], None);
            Time.Advance(TimeSpan.FromDays(300));
        }

        await ClaimAsync(ledger, Fresh("new") with { CreatedAt = Time.GetUtcNow() }, "a");

        Assert.Equal(["new", "old"], (await ledger.ListAsync(10, None)).Select(r => r.Id));
        Assert.Equal(["new"], (await ledger.ListAsync(1, None)).Select(r => r.Id));
    }

    [ContractFact]
    public async Task An_unknown_id_is_not_found()
    {
        var ledger = await OpenAsync();

        Assert.Null(await ledger.FindAsync("none", None));
        Assert.Empty(await ledger.ListAuditAsync("none", None));
        Assert.Empty(await ledger.ListAsync(10, None));
        Assert.Empty(await ledger.ListReceiptsAsync(Records.Entry(Fresh()), None));
    }

    [ContractFact]
    public async Task Lists_the_newest_first_across_months()
    {
        var ledger = await OpenAsync();
        foreach (var (id, days) in new[] { ("old", -70), ("new", 0), ("mid", -20), ("newer", 0) })
        {
            await ClaimAsync(ledger, Fresh(id) with { CreatedAt = Records.At.AddDays(days).AddMinutes(id == "newer" ? 1 : 0) }, "a");
        }

        Assert.Equal(["newer", "new", "mid", "old"], (await ledger.ListAsync(10, None)).Select(r => r.Id));
        Assert.Equal(["newer", "new"], (await ledger.ListAsync(2, None)).Select(r => r.Id));
    }

    [ContractFact]
    public async Task An_unmatched_finding_is_recorded_once()
    {
        var ledger = await OpenAsync();
        var unmatched = new UnmatchedFinding("arn:aws:guardduty:finding/1", "guardduty", "Recon:EC2/Portscan", "unmatched", "No playbook answers it.", Records.At);

        await ledger.RecordUnmatchedAsync(unmatched, None);
        await ledger.RecordUnmatchedAsync(unmatched, None);

        Assert.Equal([unmatched], await ledger.ListUnmatchedAsync(10, None));
    }

    [ContractFact]
    public async Task An_older_settling_that_comes_late_does_not_replace_a_newer_one()
    {
        var ledger = await OpenAsync();
        UnmatchedFinding Settled(int minutes) => new("f1", "config", "rule", UnmatchedFinding.Resolved, "COMPLIANT", Records.At.AddMinutes(minutes));
        await ledger.RecordUnmatchedAsync(Settled(1), None);
        await ledger.RecordUnmatchedAsync(Settled(5), None);

        await ledger.RecordUnmatchedAsync(Settled(3), None);

        Assert.Equal(Settled(5), await ledger.FindUnmatchedAsync("f1", None));
        Assert.Equal([Settled(5)], await ledger.ListUnmatchedAsync(10, None));
        var active = Settled(6) with { Outcome = "unmatched" };
        await ledger.RecordUnmatchedAsync(active, None);
        Assert.Equal(active, await ledger.FindUnmatchedAsync("f1", None));
    }

    [ContractFact]
    public async Task An_id_from_outside_is_data_not_a_path()
    {
        var ledger = await OpenAsync();
        var hostile = Fresh() with { Id = "../../etc/passwd#x\u0000\n/é" };

        await ClaimAsync(ledger, hostile, "a");

        Assert.Equal(hostile.Id, (await ledger.FindAsync(hostile.Id, None))!.Id);
    }

    [ContractFact]
    public async Task A_large_finding_and_a_long_plan_are_kept()
    {
        var ledger = await OpenAsync();
        var raw = $$"""{"rows":"{{string.Concat(Enumerable.Repeat("some finding text ", 12_000))}}"}""";
        var fresh = Fresh() with { Finding = Records.Finding with { Raw = raw } };
        var claimed = await ClaimAsync(ledger, fresh, "a");
        var many = claimed with
        {
            State = ExecutionState.Planned,
            Changes = [.. Enumerable.Range(0, 1_500).Select(i => Records.Verified(Records.Groups($"eni-{i % 100:x8}", ["sg-0123456789abcdef0"])))],
        };

        await ledger.SaveAsync(many, [Records.Entry(many)], None);

        var read = (await ledger.FindAsync(claimed.Id, None))!;
        Assert.Equal(raw, read.Finding.Raw);
        Assert.Equal(1_500, read.Changes.Length);
        Assert.Equal(1_500, Assert.Single(await ledger.ListPendingAsync(1, None)).Record.Changes.Length);
    }

    private protected static ExecutionRecord Fresh() => Records.Instance() with { State = ExecutionState.Received, Verdict = null, Steps = [], Changes = [], PlannedAt = null };

    /// <summary>Another execution, of another resource.</summary>
    private protected static ExecutionRecord Fresh(string id) => Fresh() with { Id = id, Key = Fresh().Key with { ResourceId = $"i-{id}" } };

    private protected static async Task<ExecutionRecord> ClaimAsync(TLedger ledger, ExecutionRecord fresh, string owner) =>
        Assert.IsType<ClaimResult.Claimed>(await ledger.ClaimAsync(fresh, owner, Lease, None)).Record;
}
