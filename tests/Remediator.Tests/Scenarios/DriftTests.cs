using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Handlers;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>Somebody else changes the account between the engine's own steps.</summary>
public sealed class DriftTests
{
    private const string Foreign = "sg-0f0f0f0f0f0f0f0f0";

    [Fact]
    public async Task What_could_only_not_be_reached_is_not_drifted_and_its_message_does_not_advise_to_overwrite()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var contained = await run.ContainAsync();
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied, times: 2);

        var stopped = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;
        await run.ReleaseAsync();

        Assert.Equal((ExecutionState.Verified, contained.Verdict), (stopped.State, stopped.Verdict));
        Assert.Contains("no credentials", stopped.Failure, StringComparison.Ordinal);
        Assert.Equal([NoticeKind.Contained, NoticeKind.NotReleased], run.News);
        Assert.DoesNotContain("--force", EmailMessage.Render(new NoticeRenderer().Render(run.Outbox[^1])).Body, StringComparison.Ordinal);
        Assert.Null((await run.AssertReleasesAsync()).Failure);
    }

    [Fact]
    public async Task What_could_not_be_read_before_a_release_leaves_the_execution_as_it_was_and_a_newer_finding_contains_again()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket with { Adapt = (_, f) => f with { UpdatedAt = new DateTimeOffset(2026, 9, 14, 2, 36, 0, TimeSpan.Zero) } });
        await run.ContainAsync();
        run.Sandbox.Faults.On("GetPublicAccessBlock", Fault.AccessDenied, times: 4);
        Assert.Equal(ExecutionState.Verified, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        run.Sandbox.Faults.Clear();
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = null;
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };

        await run.ContainAsync();
    }

    [Fact]
    public async Task A_release_stops_before_its_first_write_and_shows_the_values()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await run.ContainAsync();
        MoveSecondInterface(run, Foreign);
        var (calls, account) = (run.Sandbox.Calls.Count, run.Sandbox.Snapshot());

        var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;

        Assert.Equal(ExecutionState.Drifted, record.State);
        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal(account, run.Sandbox.Snapshot());
        var quarantine = Assert.Single(Incidents.QuarantineGroups(run.Account)).Id;
        Assert.Contains($"recorded before {Incidents.Web}, {Incidents.Admin}, written {quarantine}, now {Foreign}", record.Failure, StringComparison.Ordinal);
        Assert.Equal(ChangeStatus.Drifted, record.Changes.Single(c => c.Change.Target.Id == Incidents.SecondInterface && c.Change.Attribute == nameof(NetworkInterfaceGroups)).Status);
        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseDrifted], run.News);
    }

    [Fact]
    public async Task A_release_that_stops_tells_recorded_written_and_live_value_of_each_change_side_by_side()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        MoveSecondInterface(run, Foreign);
        await run.ReleaseAsync();

        var notice = new NoticeRenderer().Render(run.Outbox.Single(e => e.Kind == NoticeKind.ReleaseDrifted));

        var quarantine = Assert.Single(Incidents.QuarantineGroups(run.Account)).Id;
        var primary = run.Region.InterfacesOf(Some.InstanceId).Single(i => i.Id != Incidents.SecondInterface).Id;
        Assert.Equal(
            [
                (Incidents.SecondInterface, $"{Incidents.Web}, {Incidents.Admin}", quarantine, $"changed by somebody else since; now {Foreign}"),
                (primary, Incidents.Web, quarantine, $"left as it was; now {quarantine}"),
            ],
            notice.Changes.Where(c => c.What.StartsWith("security groups", StringComparison.Ordinal)).Select(c => (c.What[c.What.IndexOf("eni-", StringComparison.Ordinal)..], c.Before, c.After, c.Status)).OrderByDescending(c => c.Item1 == Incidents.SecondInterface));
        Assert.Matches($@"from +{Incidents.Web}, {Incidents.Admin}\s+to +{quarantine}\s+state +changed by somebody else since; now {Foreign}", EmailMessage.Render(notice).Body);
    }

    [Fact]
    public async Task A_forced_release_overwrites_what_somebody_else_changed()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await run.ContainAsync();
        MoveSecondInterface(run, Foreign);
        await run.ReleaseAsync();
        await run.ReleaseAsync();

        await run.ReleaseAsync(force: true);

        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);
        Assert.Equal([Incidents.Web, Incidents.Admin], run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups);
        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseDrifted, NoticeKind.Released], run.News);
    }

    [Fact]
    public async Task What_somebody_else_put_back_already_does_not_stop_a_release()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await run.ContainAsync();
        MoveSecondInterface(run, Incidents.Web, Incidents.Admin);

        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task A_release_without_credentials_says_so_and_can_be_repeated()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        await run.ContainAsync();
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied);

        var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;

        Assert.NotEqual(ExecutionState.Released, record.State);
        Assert.Contains("no credentials for account 111122223333: AccessDenied", record.Failure, StringComparison.Ordinal);
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task What_stands_and_can_not_be_looked_at_for_a_newer_finding_is_told_as_contained_before_and_not_known_now()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        await run.ContainAsync();
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied);

        var response = Assert.Single(await run.RespondAsync());

        Assert.True(response.NeedsRedelivery);
        Assert.Equal([NoticeKind.Contained, NoticeKind.Failed], run.News);
        var log = new RecordingContext();
        ResponseLog.Write(log.Logger, response);
        Assert.Contains("Contained before, and could not be looked at again", Assert.Single(log.Lines), StringComparison.Ordinal);
        var notice = new NoticeRenderer().Render(run.Outbox[^1]);
        Assert.StartsWith("Was contained, now unknown: S3 bucket ", notice.Headline, StringComparison.Ordinal);
        Assert.DoesNotContain("not contained", notice.Headline + notice.Summary, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("could not be looked at again: whether it still stands, and is enough by now, is not known", notice.Summary, StringComparison.Ordinal);
        Assert.StartsWith("no credentials for account 111122223333: AccessDenied", Assert.Single(notice.Reasons), StringComparison.Ordinal);
        Assert.Equal("1 of 1 value read back from AWS as wanted before, none now.", notice.Verified);
        run.AssertContained();

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
        Assert.Null((await run.RecordAsync()).Failure);
        Assert.Equal(2, run.News.Count);
        await run.AssertReleasesAsync();
    }

    [Theory]
    [InlineData("instance")]
    [InlineData("ec2-compromised")]
    public async Task A_newer_finding_contains_again_what_was_undone_outside_and_a_release_restores_the_original(string incident)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident));
        await run.ContainAsync();
        MoveSecondInterface(run, Incidents.Web, Incidents.Admin);
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };

        await run.ContainAsync();

        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside, NoticeKind.Contained], run.News);
        var trail = (await run.Ledger.ListAuditAsync((await run.RecordAsync()).Id, CancellationToken.None)).SelectMany(a => a.Trail).Select(t => t.To);
        Assert.Equal([ExecutionState.Drifted, ExecutionState.Received, ExecutionState.Planned], trail.SkipWhile(s => s != ExecutionState.Drifted).Take(3));
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task A_containment_that_was_undone_and_may_not_be_made_again_is_told()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        MoveSecondInterface(run, Incidents.Web, Incidents.Admin);
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };
        var calls = run.Sandbox.Calls.Count;

        await run.DeliverAsync(PlaybookMode.Approve);
        await run.DeliverAsync(PlaybookMode.Approve);

        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside, NoticeKind.ApprovalNeeded], run.News);
        Assert.Equal(ExecutionState.Drifted, (await run.RecordAsync()).State);
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task A_newer_finding_contains_a_bucket_again_whose_flags_were_taken_away()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.HalfBlockedBucket);
        await run.ContainAsync();
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, true, false, false);
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };

        await run.ContainAsync();

        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task A_newer_finding_of_what_still_stands_changes_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await run.ContainAsync();
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };
        var calls = run.Sandbox.Calls.Count;

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.Empty(run.ChangesSince(calls));
    }

    [Fact]
    public async Task A_newer_finding_is_answered_although_a_best_effort_change_had_failed()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        run.Sandbox.Faults.On("EnterStandby", Fault.AccessDenied);
        await run.ContainAsync();
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task Whether_it_still_stands_is_asked_again_when_it_could_not_be_read()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };
        run.Sandbox.Faults.On("DescribeNetworkInterfaces", Fault.InternalError);
        var calls = run.Sandbox.Calls.Count;

        var response = Assert.Single(await run.RespondAsync());

        Assert.True(response.NeedsRedelivery);
        Assert.Contains("is not known", Assert.IsType<RunResult.Withheld>(Assert.IsType<Response.Ran>(response).Result).Reason, StringComparison.Ordinal);
        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task An_older_or_equal_update_changes_nothing(int hours)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        MoveSecondInterface(run, Incidents.Web, Incidents.Admin);
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(hours) };
        var calls = run.Sandbox.Calls.Count;

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.Empty(run.ChangesSince(calls));
    }

    [Fact]
    public async Task A_read_that_fails_while_looking_again_loses_nothing_of_the_undo()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await run.ContainAsync();
        MoveSecondInterface(run, Incidents.Web, Incidents.Admin);
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };
        run.Sandbox.Faults.On("DescribeInstances", Fault.InternalError);

        Assert.True(Assert.Single(await run.RespondAsync()).NeedsRedelivery);

        run.Sandbox.Faults.Clear();
        await run.ContainAsync();
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task Without_credentials_to_look_again_the_finding_is_delivered_again()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        MoveSecondInterface(run, Incidents.Web, Incidents.Admin);
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied);

        Assert.True(Assert.Single(await run.RespondAsync()).NeedsRedelivery);

        await run.ContainAsync();
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task An_exemption_given_after_the_containment_keeps_it_releasable()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        MoveSecondInterface(run, Incidents.Web, Incidents.Admin);
        run.Region.Instances[Some.InstanceId].Tags["remediator"] = "exempt";
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };
        var calls = run.Sandbox.Calls.Count;

        await run.DeliverAsync();

        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside, NoticeKind.Refused], run.News);
        run.Region.Instances[Some.InstanceId].Tags.Remove("remediator");
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task An_operator_can_contain_again_what_was_released_and_others_cannot()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await run.ContainAsync();
        await run.AssertReleasesAsync();
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
        Assert.Empty(run.Left());

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync(byOperator: true)).Record;
        Assert.Equal(ExecutionState.Verified, record.State);
        run.AssertContained();
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task What_a_crashed_run_left_can_be_released_at_once()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", new Fault.Kill(true, process.Cancel), nth: 2);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.DeliverAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
        Assert.NotEmpty(run.Left());

        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task A_change_that_somebody_takes_back_at_once_is_a_failure_told_once()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        run.Sandbox.Faults.When(call =>
        {
            if (call.Operation == "DescribeNetworkInterfaces")
            {
                MoveSecondInterface(run, Incidents.Web, Incidents.Admin);
            }

            return null;
        });

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;
        await run.DeliverAsync();

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains($"{nameof(NetworkInterfaceGroups)} of AWS::EC2::NetworkInterface {Incidents.SecondInterface}: still read back as {Incidents.Web}, {Incidents.Admin} after 20 s", record.Failure, StringComparison.Ordinal);
        Assert.Equal([NoticeKind.Failed], run.News);

        run.Sandbox.Faults.Clear();
        await run.ContainAsync();
        Assert.Equal([NoticeKind.Failed, NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task Old_groups_that_still_show_beside_the_new_one_are_nobody_elses_and_a_release_puts_back_what_was_there()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        var before = run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups;
        var isWritten = false;
        run.Sandbox.Faults.When(call =>
        {
            isWritten |= call.Operation == "ModifyNetworkInterfaceAttribute";
            if (isWritten && call.Operation == "DescribeNetworkInterfaces")
            {
                MoveSecondInterface(run, [.. run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups, Incidents.Admin]);
            }

            return null;
        });
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        run.Sandbox.Faults.Clear();

        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);

        Assert.Equal(before, run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups);
    }

    [Fact]
    public async Task What_somebody_set_between_the_write_and_its_reading_back_is_not_overwritten_by_a_release()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        var isWritten = false;
        run.Sandbox.Faults.When(call =>
        {
            isWritten |= call.Operation == "ModifyNetworkInterfaceAttribute";
            if (isWritten && call.Operation == "DescribeNetworkInterfaces")
            {
                MoveSecondInterface(run, Foreign);
            }

            return null;
        });
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        run.Sandbox.Faults.Clear();
        var account = run.Sandbox.Snapshot();

        var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;

        Assert.Equal(ExecutionState.Drifted, record.State);
        Assert.Contains($"now {Foreign}", record.Failure, StringComparison.Ordinal);
        Assert.Equal(account, run.Sandbox.Snapshot());
        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(force: true)).Record.State);
    }

    [Fact]
    public async Task What_was_in_place_and_no_longer_is_when_the_run_goes_on_is_planned_anew_and_put_back()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AllAccessKeys.With("one key inactive", a => Key(a, Incidents.OtherKey).Status = "Inactive"));
        run.Sandbox.Faults.On("UpdateAccessKey", Fault.InternalError);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        Key(run.Account, Incidents.OtherKey).Status = "Active";

        await run.ContainAsync();

        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        Assert.Equal("Active", Key(run.Account, Incidents.OtherKey).Status);
        Assert.Equal("Active", Key(run.Account, Incidents.Key).Status);
    }

    [Fact]
    public async Task What_was_in_place_and_could_not_be_looked_at_is_never_written_without_its_value_before()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AllAccessKeys.With("one key inactive", a => Key(a, Incidents.OtherKey).Status = "Inactive"));
        run.Sandbox.Faults.On("UpdateAccessKey", Fault.InternalError);
        await run.DeliverAsync();
        run.Sandbox.Faults.Clear();
        Key(run.Account, Incidents.OtherKey).Status = "Active";
        run.Sandbox.Faults.On("ListAccessKeys", Fault.AccessDenied);

        var refused = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, refused.State);
        Assert.Contains("it was in place when it was planned, and no longer is", refused.Failure, StringComparison.Ordinal);
        Assert.Equal("Active", Key(run.Account, Incidents.OtherKey).Status);
        await run.ContainAsync();
        await run.ReleaseAsync();
        Assert.Equal("Active", Key(run.Account, Incidents.OtherKey).Status);
    }

    [Fact]
    public async Task What_was_in_place_for_a_step_that_the_playbook_has_no_more_stops_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AllAccessKeys.With("one key inactive", a => Key(a, Incidents.OtherKey).Status = "Inactive"));
        run.Sandbox.Faults.On("UpdateAccessKey", Fault.InternalError);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        Key(run.Account, Incidents.OtherKey).Status = "Active";
        run.Deploy(new PlaybookStep("deny-user"));

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure}");
        Assert.Equal("Inactive", Key(run.Account, Incidents.Key).Status);
        Assert.Equal("Active", Key(run.Account, Incidents.OtherKey).Status);
        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        Assert.Equal("Active", Key(run.Account, Incidents.Key).Status);
    }

    [Fact]
    public async Task What_was_written_before_a_crash_keeps_its_value_before_when_its_step_is_planned_anew()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AllAccessKeys.With("one key inactive", a => Key(a, Incidents.OtherKey).Status = "Inactive"));
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("UpdateAccessKey", new Fault.Kill(true, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.DeliverAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
        Assert.Equal("Inactive", Key(run.Account, Incidents.Key).Status);
        Key(run.Account, Incidents.OtherKey).Status = "Active";

        await run.ContainAsync();

        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        Assert.Equal("Active", Key(run.Account, Incidents.OtherKey).Status);
        Assert.Equal("Active", Key(run.Account, Incidents.Key).Status);
    }

    [Fact]
    public async Task A_release_that_somebody_else_stopped_is_contained_again_by_nobody_but_a_person()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        MoveSecondInterface(run, Foreign);
        Assert.Equal(ExecutionState.Drifted, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1) };
        var calls = run.Sandbox.Calls.Count;

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.Empty(run.ChangesSince(calls));
    }

    private static AccessKey Key(SandboxAccount account, string id) => account.Users[Incidents.User].AccessKeys[id];

    private static void MoveSecondInterface(ScenarioRun run, params string[] groups)
    {
        if (groups.Contains(Foreign) && !run.Region.SecurityGroups.ContainsKey(Foreign))
        {
            run.Account.AddSecurityGroup("foreign", Incidents.Vpc, id: Foreign);
        }

        run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups = new SortedSet<string>(groups, StringComparer.Ordinal);
    }
}
