using System.Collections.Immutable;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Scheduling;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scheduling;

/// <summary>Containments that end by themselves, on the sandbox account, with the clock in the test's hand.</summary>
public sealed partial class TimedReleaseTests
{
    private static readonly TimeSpan After = TimeSpan.FromHours(72), Warn = TimeSpan.FromHours(4);

    [Fact]
    public async Task Ends_at_its_time_after_a_warning_and_everything_is_as_it_was()
    {
        await using var run = await StartAsync();
        var contained = await run.ContainAsync();
        Assert.Equal(contained.UpdatedAt + After, contained.Release!.At);

        await TickAsync(run, After - Warn - TimeSpan.FromMinutes(1));
        Assert.Equal([NoticeKind.Contained], run.News);
        await TickAsync(run, TimeSpan.FromMinutes(2));
        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon], run.News);
        Assert.Equal(run.Time.GetUtcNow(), run.Outbox[^1].Record.UpdatedAt);
        Assert.Equal(contained.UpdatedAt, (await run.RecordAsync()).UpdatedAt);
        run.AssertContained();

        await TickAsync(run, Warn);

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.Released], run.News);
        Assert.Empty(run.Left());
        var record = await run.RecordAsync();
        Assert.Equal(ExecutionState.Released, record.State);
        Assert.Empty(record.Due);
        Assert.Equal(("due", "its time had come"), (record.By, record.Release!.Why));
        Assert.Equal("due", (await run.AuditAsync())[^1].By);
        await TickAsync(run, After);
        Assert.Equal(3, run.News.Count);
    }

    [Fact]
    public async Task A_playbook_without_a_time_never_ends_by_itself()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var contained = await run.ContainAsync();

        await TickAsync(run, TimeSpan.FromDays(399));

        Assert.Null(contained.Release);
        run.AssertContained();
    }

    [Fact]
    public async Task A_run_that_was_missed_for_days_still_warns_first()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();

        await TickAsync(run, After + TimeSpan.FromDays(2));
        await TickAsync(run, Warn - TimeSpan.FromMinutes(1));
        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon], run.News);
        run.AssertContained();

        await TickAsync(run, TimeSpan.FromMinutes(1));
        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task A_warning_whose_worker_stood_still_comes_no_shorter_before_the_end()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        var claim = run.Ledger.Calls + 1;
        run.Ledger.After = call => run.Time.Advance(call == claim ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);

        await TickAsync(run, After - Warn);

        Assert.Equal(NoticeKind.ReleaseSoon, run.News[^1]);
        Assert.Equal(run.Outbox[^1].Record.UpdatedAt + Warn, (await run.RecordAsync()).Release!.At);
    }

    [Fact]
    public async Task A_protection_by_a_tag_that_only_the_live_resource_shows_holds_it()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AllAccessKeys, p => p with { ReleaseAfter = After, ReleaseWarn = Warn });
        await run.ContainAsync();
        var controls = new InMemoryControls(run);
        await controls.PutAsync(new ProtectedResource { Tag = "team=finance", By = "alice", Why = "evidence", At = run.Time.GetUtcNow() });

        await TickAsync(run, After + Warn, controls.Store);
        await TickAsync(run, After + Warn, controls.Store);

        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
        Assert.Contains("team=finance", (await run.RecordAsync()).Release!.Held, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_stops_it_for_good_and_is_said_once()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, false, true, false);
        var calls = run.Sandbox.Calls.Count;

        await TickAsync(run, Warn);
        for (var day = 0; day < 3; day++)
        {
            await TickAsync(run, TimeSpan.FromDays(1));
        }

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.ReleaseDrifted], run.News);
        Assert.Empty(run.ChangesSince(calls));
        var record = await run.RecordAsync();
        Assert.DoesNotContain(record.Due, w => ReleaseSchedule.Has(w.Kind));
        Assert.Null(record.Release!.At);
    }

    [Fact]
    public async Task What_could_not_be_reached_is_tried_again_and_given_up_in_the_end()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied);

        await TickAsync(run, Warn);
        Assert.Equal(NoticeKind.NotReleased, run.News[^1]);
        await TickAsync(run, ReleaseSchedule.RetryAfter);

        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);
        Assert.Empty(run.Left());
    }

    [Fact]
    public async Task What_can_never_be_reached_is_given_up_and_said_once()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied, times: 50);

        await TickAsync(run, Warn);
        for (var i = 0; i < 10; i++)
        {
            await TickAsync(run, ReleaseSchedule.RetryAfter);
        }

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.NotReleased], run.News);
        Assert.DoesNotContain((await run.RecordAsync()).Due, w => ReleaseSchedule.Has(w.Kind));
        run.AssertContained();
    }

    [Fact]
    public async Task A_pause_holds_it_people_are_told_once_and_it_ends_with_the_pause()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        var controls = new InMemoryControls(run);
        await controls.PutAsync(new Pause(new ControlScope(null, null)) { By = "alice", Why = "migration", At = run.Time.GetUtcNow() });

        await TickAsync(run, Warn, controls.Store);
        await TickAsync(run, TimeSpan.FromHours(1), controls.Store);
        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.ReleasePostponed], run.News);
        Assert.Contains("migration", (await run.RecordAsync()).Release!.Held, StringComparison.Ordinal);
        run.AssertContained();

        await TickAsync(run, TimeSpan.Zero);
        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task Controls_that_can_not_be_read_keep_it_contained()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);

        var outcome = Assert.Single(await TickAsync(run, Warn, new Unreadable()));

        Assert.Contains("could not be read", outcome.Words, StringComparison.Ordinal);
        run.AssertContained();
    }

    [Fact]
    public async Task A_newer_finding_of_another_kind_on_the_resource_postpones_it()
    {
        await using var run = await StartAsync();
        var contained = await run.ContainAsync();
        await TickAsync(run, After - Warn - TimeSpan.FromHours(1));
        var seen = run.Time.GetUtcNow();
        await run.AddExecutionAsync(contained with
        {
            Id = "rx-other",
            Key = contained.Key with { FindingId = "another" },
            Finding = contained.Finding with { Id = "another", UpdatedAt = seen },
            State = ExecutionState.Received,
            Release = null,
            Due = [],
        });

        await TickAsync(run, TimeSpan.FromHours(1));

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleasePostponed], run.News);
        var moved = (await run.RecordsAsync()).Single(r => r.Id == contained.Id).Release!;
        Assert.Equal(seen + After, moved.At);
        Assert.Contains("another", moved.Why, StringComparison.Ordinal);
        await TickAsync(run, After);
        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleasePostponed, NoticeKind.ReleaseSoon], run.News);
    }

    [Fact]
    public async Task A_newer_finding_that_its_source_calls_settled_does_not_postpone_it()
    {
        await using var run = await StartAsync();
        var contained = await run.ContainAsync();
        await TickAsync(run, After - Warn - TimeSpan.FromHours(1));
        await run.AddExecutionAsync(contained with
        {
            Id = "rx-other",
            Key = contained.Key with { FindingId = "another" },
            Finding = contained.Finding with { Id = "another", UpdatedAt = run.Time.GetUtcNow() },
            State = ExecutionState.Received,
            Due = [],
        });
        await run.Ledger.RecordUnmatchedAsync(new UnmatchedFinding("another", "config", "rule", UnmatchedFinding.Resolved, "COMPLIANT", run.Time.GetUtcNow()), default);

        await TickAsync(run, TimeSpan.FromHours(1));

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon], run.News);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(null)]
    public async Task A_person_moves_it_or_takes_it_away_and_people_hear_who_and_why(int? hours)
    {
        await using var run = await StartAsync();
        var contained = await run.ContainAsync();
        await TickAsync(run, After - Warn);

        var result = await Extender(run).ExtendAsync(contained.Id, hours is { } h ? TimeSpan.FromHours(h) : null, "alice", "forensics", "cli", default);

        var record = Assert.IsType<ExtendResult.Extended>(result).Record;
        Assert.Equal(hours is null ? null : contained.Release!.At + TimeSpan.FromHours(24), record.Release!.At);
        Assert.Equal(("alice", "forensics", "alice"), (record.Release.By, record.Release.Why, (await run.AuditAsync())[^1].By));
        Assert.Equal(NoticeKind.ReleasePostponed, run.News[^1]);
        await TickAsync(run, Warn);
        run.AssertContained();
        await TickAsync(run, TimeSpan.FromHours(20));
        Assert.Equal(hours is null ? [NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.ReleasePostponed] : [NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.ReleasePostponed, NoticeKind.ReleaseSoon], run.News);
        await TickAsync(run, Warn);
        Assert.Equal(hours is null ? ExecutionState.Verified : ExecutionState.Released, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task A_warning_that_no_channel_took_keeps_it_contained_and_that_is_said_once()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        run.ChannelsAreDead = true;
        await TickAsync(run, After - Warn);

        await TickAsync(run, Warn);
        await TickAsync(run, TimeSpan.FromDays(1));

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.ReleasePostponed], run.News);
        Assert.Contains("no channel has taken the warning", (await run.RecordAsync()).Release!.Held, StringComparison.Ordinal);
        run.AssertContained();
    }

    [Fact]
    public async Task A_warning_that_a_channel_took_late_leaves_people_time_to_answer()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        run.ChannelsAreDead = true;
        await TickAsync(run, After - Warn);
        await TickAsync(run, Warn);
        run.ChannelsAreDead = false;
        await TickAsync(run, TimeSpan.FromHours(1));

        await TickAsync(run, (Warn / 2) - TimeSpan.FromMinutes(1));
        run.AssertContained();
        await TickAsync(run, TimeSpan.FromMinutes(1));

        var released = await run.RecordAsync();
        Assert.Equal((ExecutionState.Released, null), (released.State, released.Release!.Held));
    }

    [Fact]
    public async Task A_warning_that_only_channels_have_that_are_not_set_up_keeps_it_contained()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        run.ChannelsAreDead = true;
        await TickAsync(run, After - Warn);
        await run.SkipAsync();

        await TickAsync(run, Warn);

        Assert.Equal(ReleaseSchedule.Untold, (await run.RecordAsync()).Release!.Held);
    }

    [Fact]
    public async Task An_execution_that_is_to_tell_nobody_never_ends_by_itself()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket, p => p with { ReleaseAfter = After, ReleaseWarn = Warn, Notify = [] });
        await run.ContainAsync();

        await TickAsync(run, After - Warn);
        await TickAsync(run, Warn);
        await TickAsync(run, TimeSpan.FromDays(30));

        Assert.Equal(ReleaseSchedule.Untold, (await run.RecordAsync()).Release!.Held);
        run.AssertContained();
    }

    [Fact]
    public async Task Extended_while_the_due_run_reads_the_controls_it_stays_contained()
    {
        await using var run = await StartAsync();
        var contained = await run.ContainAsync();
        await TickAsync(run, After - Warn);

        await TickAsync(run, Warn, new Meanwhile(() => Extender(run).ExtendAsync(contained.Id, TimeSpan.FromHours(24), "alice", "forensics", "slack", default)));

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.ReleasePostponed], run.News);
        await TickAsync(run, TimeSpan.FromMinutes(5));
        Assert.Equal(contained.Release!.At + TimeSpan.FromHours(24), (await run.RecordAsync()).Release!.At);
        run.AssertContained();
    }

    [Fact]
    public async Task A_newer_finding_while_the_due_run_reads_the_controls_postpones_it()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        var seen = run.Time.GetUtcNow() + Warn;

        await TickAsync(run, Warn, new Meanwhile(async () =>
        {
            run.Finding = run.Finding with { UpdatedAt = seen };
            Assert.IsType<RunResult.AlreadyHandled>(Assert.IsType<Response.Ran>(Assert.Single(await run.DeliverAtOnceAsync())).Result);
        }));
        await TickAsync(run, TimeSpan.FromMinutes(5));

        Assert.Equal(NoticeKind.ReleasePostponed, run.News[^1]);
        Assert.Equal(seen + After, (await run.RecordAsync()).Release!.At);
        run.AssertContained();
    }

    [Fact]
    public async Task What_a_person_releases_first_is_due_no_more()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        var released = await run.AssertReleasesAsync();

        Assert.Empty(released.Due);
        Assert.Empty(await TickAsync(run, After + After));
        Assert.IsType<ExtendResult.NotContained>(await Extender(run).ExtendAsync(released.Id, After, "alice", "x", "cli", default));
    }

    [Fact]
    public async Task What_is_contained_again_has_its_time_from_then_on_and_keeps_what_a_person_said()
    {
        await using var run = await StartAsync();
        var contained = await run.ContainAsync();
        await Extender(run).ExtendAsync(contained.Id, null, "alice", "forensics", "cli", default);
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = null;
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };

        var again = await run.ContainAsync();

        Assert.Equal((null, "alice"), (again.Release!.At, again.Release.By));
        Assert.DoesNotContain(again.Due, w => ReleaseSchedule.Has(w.Kind));
    }

    [Fact]
    public async Task What_is_contained_again_after_drift_had_stopped_it_has_a_time_again()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, false, true, false);
        await TickAsync(run, Warn);

        var again = Assert.IsType<RunResult.Ran>(await run.DeliverAsync(byOperator: true)).Record;

        Assert.Equal(ExecutionState.Verified, again.State);
        Assert.Equal((again.UpdatedAt + After, null), (again.Release!.At, again.Release.By));
    }

    [Fact]
    public async Task A_newer_version_of_its_own_finding_postpones_it()
    {
        await using var run = await StartAsync();
        var contained = await run.ContainAsync();
        run.Time.Advance(TimeSpan.FromHours(10));
        var seen = run.Time.GetUtcNow();
        run.Finding = run.Finding with { UpdatedAt = seen };
        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        run.Time.Advance(contained.Release!.At!.Value - Warn - run.Time.GetUtcNow());
        await TickAsync(run, TimeSpan.Zero);

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleasePostponed], run.News);
        Assert.Equal(seen + After, (await run.RecordAsync()).Release!.At);
    }

    [Fact]
    public async Task A_release_that_was_cut_off_is_taken_up_by_the_next_run()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        using (var process = new CancellationTokenSource())
        {
            run.Sandbox.Faults.On("DeletePublicAccessBlock", new Fault.Kill(true, process.Cancel));
            run.Time.Advance(Warn);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.TickAsync(TimeSpan.Zero, cancel: process.Token));
        }

        run.Sandbox.Faults.Clear();
        await TickAsync(run, TimeSpan.FromMinutes(5));

        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);
        Assert.Empty(run.Left());
        Assert.Single(run.News, NoticeKind.Released);
    }

    [Fact]
    public async Task A_release_that_was_cut_off_and_is_held_by_a_pause_is_told_once_and_goes_on_after_it()
    {
        await using var run = await StartAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        using (var process = new CancellationTokenSource())
        {
            run.Sandbox.Faults.On("DeletePublicAccessBlock", new Fault.Kill(false, process.Cancel));
            run.Time.Advance(Warn);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.TickAsync(TimeSpan.Zero, cancel: process.Token));
        }

        run.Sandbox.Faults.Clear();
        Assert.Equal(ExecutionState.Releasing, (await run.RecordAsync()).State);
        var controls = new InMemoryControls(run);
        await controls.PutAsync(new Pause(new ControlScope(null, null)) { By = "alice", Why = "migration", At = run.Time.GetUtcNow() });
        await TickAsync(run, TimeSpan.FromMinutes(5), controls.Store);
        await TickAsync(run, TimeSpan.FromMinutes(5), controls.Store);

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.ReleasePostponed], run.News);
        Assert.Contains("everything is paused", (await run.RecordAsync()).Failure, StringComparison.Ordinal);
        await TickAsync(run, TimeSpan.FromMinutes(5));
        var released = await run.RecordAsync();
        Assert.Equal((ExecutionState.Released, null), (released.State, released.Failure));
    }

    private static async Task<ExecutionRecord> ContainAsync(ScenarioRun run, string key)
    {
        var resource = Assert.Single(run.Finding.Resources, r => r.Kind == ResourceKinds.AccessKey);
        run.Finding = run.Finding with
        {
            Id = key,
            UpdatedAt = run.Time.GetUtcNow(),
            Resources = [resource with { Id = key, Details = resource.Details.SetItem(ResourceDetails.AccessKeyId, key) }],
        };
        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;
        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure}");
        return record;
    }

    private static Task<ScenarioRun> StartAsync() =>
        ScenarioRun.StartAsync(Incidents.PublicBucket with { Adapt = (_, f) => f with { UpdatedAt = new DateTimeOffset(2026, 9, 14, 2, 36, 0, TimeSpan.Zero) } }, p => p with { ReleaseAfter = After, ReleaseWarn = Warn });

    private static ReleaseExtender Extender(ScenarioRun run) => new(run.Ledger, run.Time, new RunnerOptions());

    private static async Task<IReadOnlyList<DueOutcome>> TickAsync(ScenarioRun run, TimeSpan later, IControlStore? controls = null)
    {
        var outcomes = await run.TickAsync(later, controls);
        Assert.All(outcomes, o => Assert.Null(o.Error));
        return outcomes;
    }

    private sealed class InMemoryControls(ScenarioRun run)
    {
        public IControlStore Store { get; } = ControlSource.InMemory(run.Time).Store;

        public Task PutAsync(Control control) => Store.PutAsync(control, default);
    }

    /// <summary>No controls, and while they are read somebody acts.</summary>
    private sealed class Meanwhile(Func<Task> act) : IControlStore
    {
        public async Task<ControlsReading> ReadAsync(CancellationToken cancel)
        {
            await act();
            return ControlsReading.None;
        }

        public Task PutAsync(Control control, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class Unreadable : IControlStore
    {
        public Task<ControlsReading> ReadAsync(CancellationToken cancel) => Task.FromResult<ControlsReading>(new ControlsReading.Unknown("throttled"));

        public Task PutAsync(Control control, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel) => throw new NotSupportedException();
    }
}
