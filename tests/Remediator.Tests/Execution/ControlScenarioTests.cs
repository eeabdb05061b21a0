using System.Collections.Immutable;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Tests.Execution;

/// <summary>Run-time controls on a whole run against an account: what they stop is not changed, and people are told why.</summary>
public sealed class ControlScenarioTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 7, 1, 8, 10, 0, TimeSpan.Zero));
    private readonly InMemoryLedger _ledger;
    private readonly BreakableStore _store;
    private readonly InMemoryBudgetCounters _budgets = new();
    private SandboxServer _sandbox = null!;
    private ICredentialBroker _broker = null!;
    private int _worker;

    public ControlScenarioTests()
    {
        _ledger = new InMemoryLedger(_time);
        _store = new BreakableStore(new InMemoryControlStore(_time));
    }

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region });
        _broker = new OwnCredentialsBroker(SandboxKeys.For(Some.Account), Some.Account, new AwsEndpoint(_sandbox.Url) { MaxRetries = 0 });
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(null, null, "everything is paused")]
    [InlineData(Some.Account, null, $"account {Some.Account} is paused")]
    [InlineData(null, "bucket-public", "playbook bucket-public is paused")]
    public async Task A_pause_stops_the_next_event_and_says_why_and_after_resume_it_is_answered(string? account, string? playbook, string says)
    {
        var pause = new Pause(new ControlScope(account, playbook)) { By = "alice", Why = "incident 42", At = Now };
        await SetAsync(pause);

        var paused = await RespondAsync("assets");
        Assert.Equal(ExecutionState.Observed, paused.State);
        Assert.Equal($"{says} (set by alice at 2026-07-01 08:10 UTC: incident 42)", paused.Verdict!.Because);
        Assert.Empty(Changing());
        Assert.Equal(NoticeKind.WouldRespond, Assert.Single(_ledger.Outbox).Kind);

        await _store.RemoveAsync(pause.Id, "alice", "over", default);
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("assets")).State);
        Assert.NotEmpty(Changing());
    }

    [Fact]
    public async Task A_pause_holds_for_a_person_too()
    {
        await SetAsync(new Pause(ControlScope.Everything) { By = "alice", Why = "incident 42", At = Now });

        var asked = await RunAsync(Finding("assets"), mode: PlaybookMode.Enforce, byOperator: true);

        Assert.Equal(ExecutionState.Observed, Assert.IsType<RunResult.Ran>(asked).Record.State);
        Assert.Empty(Changing());
    }

    [Fact]
    public async Task A_pause_stops_work_that_a_crash_cut_off_and_it_is_finished_after_resume()
    {
        _sandbox.Account.AddBucket("assets");
        _sandbox.Faults.When(c => c.Changes ? Fault.InternalError : null);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await RunAsync(Finding("assets"))).Record.State);
        _sandbox.Faults.Clear();
        await SetAsync(new Pause(new ControlScope(Playbook: "bucket-public")) { By = "alice", Why = "incident 42", At = Now });
        var before = Changing().Count;

        var withheld = Assert.IsType<RunResult.Withheld>(await RunAsync(Finding("assets")));
        Assert.Contains("playbook bucket-public is paused", withheld.Reason, StringComparison.Ordinal);
        Assert.Equal(before, Changing().Count);
        Assert.True(new Response.Ran(Finding("assets"), Playbook(), Bucket("assets"), withheld).NeedsRedelivery);

        await _store.RemoveAsync("pause-playbook-bucket-public", "alice", "over", default);
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("assets")).State);
    }

    [Fact]
    public async Task What_is_undone_outside_under_a_pause_is_told_and_contained_again_by_a_newer_finding_after_resume()
    {
        await RespondAsync("assets");
        _sandbox.Account.Buckets["assets"].PublicAccessBlock = null;
        await SetAsync(new Pause(ControlScope.Everything) { By = "alice", Why = "incident 42", At = Now });
        var before = Changing().Count;
        var paused = Assert.IsType<RunResult.Ran>(await RunAsync(Finding("assets") with { UpdatedAt = Some.Time.AddHours(1) })).Record;
        Assert.Equal(ExecutionState.Drifted, paused.State);
        Assert.Contains("everything is paused", paused.Failure, StringComparison.Ordinal);
        Assert.IsType<RunResult.AlreadyHandled>(await RunAsync(Finding("assets") with { UpdatedAt = Some.Time.AddHours(2) }));
        Assert.Equal(before, Changing().Count);

        await _store.RemoveAsync("pause", "alice", "over", default);
        var again = Assert.IsType<RunResult.Ran>(await RunAsync(Finding("assets") with { UpdatedAt = Some.Time.AddHours(3) })).Record;

        Assert.Equal(ExecutionState.Verified, again.State);
        Assert.Equal(PublicAccessBlock.All, _sandbox.Account.Buckets["assets"].PublicAccessBlock);
    }

    [Fact]
    public async Task An_exemption_leaves_the_resource_alone_until_it_ends()
    {
        await SetAsync(new Exemption("team-red") { Resource = "arn:aws:s3:::ass*", By = "alice", Why = "test", At = Now, Until = Now.AddHours(1) });

        var exempt = await RespondAsync("assets");
        Assert.Equal(ExecutionState.Refused, exempt.State);
        Assert.Contains("exempt for team-red: resource arn:aws:s3:::ass* (set by alice", exempt.Verdict!.Because, StringComparison.Ordinal);
        Assert.Empty(Changing());

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("assets")).State);
    }

    [Fact]
    public async Task An_override_makes_an_observing_playbook_act_and_is_recorded_as_its_mode()
    {
        var observing = Playbook() with { Mode = PlaybookMode.Observe };
        Assert.Equal(ExecutionState.Observed, (await RespondAsync("assets", observing)).State);
        await SetAsync(new ModeOverride("bucket-public", PlaybookMode.Enforce) { By = "alice", Why = "ready", At = Now });

        var acted = await RespondAsync("assets", observing);

        Assert.Equal((ExecutionState.Verified, PlaybookMode.Enforce), (acted.State, acted.Mode));
    }

    [Fact]
    public async Task A_mode_that_another_finding_raises_gives_way_to_an_override_and_to_a_pause()
    {
        var raised = Playbook() with { Mode = PlaybookMode.Observe, Corroborated = new CorroborationRule(TimeSpan.FromHours(24), PlaybookMode.Enforce, null, []) };
        Assert.Equal(ExecutionState.Observed, (await RespondAsync("assets", raised)).State);
        var second = Finding("assets") with { Id = "second" };
        await SetAsync(new ModeOverride("bucket-public", PlaybookMode.Observe) { By = "alice", Why = "not yet", At = Now });
        Assert.Equal(ExecutionState.Observed, Assert.IsType<RunResult.Ran>(await RunAsync(second, raised)).Record.State);
        await _store.RemoveAsync("mode-bucket-public", "alice", "over", default);
        await SetAsync(new Pause(ControlScope.Everything) { By = "alice", Why = "incident 42", At = Now });
        Assert.Equal(ExecutionState.Observed, Assert.IsType<RunResult.Ran>(await RunAsync(second, raised)).Record.State);
        Assert.Empty(Changing());

        await _store.RemoveAsync("pause", "alice", "over", default);
        var acted = Assert.IsType<RunResult.Ran>(await RunAsync(second, raised)).Record;

        Assert.Equal((ExecutionState.Verified, PlaybookMode.Enforce), (acted.State, acted.Mode));
        Assert.True(acted.Corroboration!.IsRaised);
    }

    [Fact]
    public async Task An_override_never_makes_a_look_of_a_person_into_a_change()
    {
        await SetAsync(new ModeOverride("bucket-public", PlaybookMode.Enforce) { By = "alice", Why = "ready", At = Now });

        await RunAsync(Finding("assets"), mode: PlaybookMode.Observe, byOperator: true);

        Assert.Empty(Changing());
    }

    [Fact]
    public async Task A_freeze_in_Berlin_asks_at_ten_in_the_morning_summer_and_winter()
    {
        await SetAsync(FreezeWindow.InZone(ControlScope.Everything, "daily 10:00-11:00", "Europe/Berlin", "alice", "trading", Now));

        var summer = await RespondAsync("summer");
        Assert.Equal(ExecutionState.AwaitingApproval, summer.State);
        Assert.Contains("everything is frozen daily 10:00-11:00 Europe/Berlin (set by alice", summer.Verdict!.Because, StringComparison.Ordinal);
        Assert.Empty(Changing());

        // The same hour in UTC is nine o'clock in winter.
        _time.Advance(new DateTimeOffset(2026, 12, 1, 8, 10, 0, TimeSpan.Zero) - Now);
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("nine")).State);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("ten")).State);
    }

    [Fact]
    public async Task A_freeze_of_the_first_Monday_of_a_month_by_cron_holds_on_that_day_alone_by_the_clock_of_its_zone()
    {
        await SetAsync(FreezeWindow.InZone(ControlScope.Everything, null, "Europe/Berlin", "alice", "change freeze", Now, cron: "0 9 * 7,10 MON#1", lasts: TimeSpan.FromHours(8)));

        Assert.Equal(ExecutionState.Verified, await AtAsync("2026-07-06T06:59Z"));
        Assert.Equal(ExecutionState.AwaitingApproval, await AtAsync("2026-07-06T07:00Z"));
        Assert.Equal(ExecutionState.AwaitingApproval, await AtAsync("2026-07-06T14:59Z"));
        Assert.Equal(ExecutionState.Verified, await AtAsync("2026-07-06T15:00Z"));
        Assert.Equal(ExecutionState.Verified, await AtAsync("2026-07-13T09:00Z"));
        Assert.Equal(ExecutionState.Verified, await AtAsync("2026-08-03T09:00Z"));
        Assert.Equal(ExecutionState.AwaitingApproval, await AtAsync("2026-10-05T07:00Z"));

        async Task<ExecutionState> AtAsync(string time)
        {
            _time.Advance(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) - Now);
            return (await RespondAsync($"at-{Now.ToUnixTimeSeconds()}")).State;
        }
    }

    [Fact]
    public async Task Two_playbooks_share_a_budget_and_its_breach_is_told_once_for_the_window()
    {
        await SetAsync(new Budget(2, TimeSpan.FromHours(1), BudgetEach.All, ControlScope.Everything) { By = "alice", Why = "storm", At = Now });
        var other = Playbook() with { Id = "bucket-other" };

        Assert.Equal(ExecutionState.Verified, (await RespondAsync("one")).State);
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("two", other)).State);
        var changes = Changing().Count;
        var third = await RespondAsync("three");
        var fourth = await RespondAsync("four", other);
        Assert.Equal((ExecutionState.AwaitingApproval, ExecutionState.AwaitingApproval), (third.State, fourth.State));
        Assert.StartsWith("the budget is used up until 2026-07-01 09:00 UTC: at most 2 executions that change something per 1h and all accounts together for everything (set by alice", third.Verdict!.Because, StringComparison.Ordinal);
        Assert.Equal(changes, Changing().Count);
        Assert.Equal(third.Id, Assert.Single(_ledger.Outbox, e => e.Kind == NoticeKind.BudgetUsedUp).Record.Id);
        Assert.Equal(2, _ledger.Outbox.Count(e => e.Kind == NoticeKind.ApprovalNeeded));

        // Redelivered, it still waits, and nobody is told again.
        await RespondAsync("three");
        Assert.Single(_ledger.Outbox, e => e.Kind == NoticeKind.BudgetUsedUp);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("three")).State);
    }

    [Fact]
    public async Task A_person_who_asks_is_not_held_up_by_a_budget()
    {
        await SetAsync(new Budget(0, TimeSpan.FromHours(1), BudgetEach.All, ControlScope.Everything) { By = "alice", Why = "storm", At = Now });
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("assets")).State);

        var asked = await RunAsync(Finding("assets"), mode: PlaybookMode.Enforce, byOperator: true);

        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(asked).Record.State);
    }

    [Fact]
    public async Task The_limits_of_a_playbook_count_only_what_changes_something()
    {
        var limited = Playbook() with { Limits = new PlaybookLimits(1, TimeSpan.FromHours(1), "account") };
        _sandbox.Account.AddBucket("compliant", PublicAccessBlock.All);

        Assert.Equal(ExecutionState.Verified, (await RespondAsync("compliant", limited)).State);
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("one", limited)).State);
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("two", limited)).State);
    }

    [Fact]
    public async Task An_execution_that_is_tried_again_takes_no_second_place()
    {
        var limited = Playbook() with { Limits = new PlaybookLimits(1, TimeSpan.FromHours(1), "account") };
        _sandbox.Account.AddBucket("one");
        _sandbox.Faults.When(c => c.Changes ? Fault.InternalError : null);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await RunAsync(Finding("one"), limited)).Record.State);
        _sandbox.Faults.Clear();

        Assert.Equal(ExecutionState.Verified, (await RespondAsync("one", limited)).State);
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("two", limited)).State);
    }

    [Fact]
    public async Task Unreadable_controls_wait_then_ask_and_never_change_anything()
    {
        _store.Broken = "ProvisionedThroughputExceededException: slow down";
        for (var delivery = 1; delivery < new RunnerOptions().PatientDeliveries; delivery++)
        {
            var waiting = Assert.IsType<RunResult.Ran>(await RunAsync(Finding("assets")));
            Assert.Equal((ExecutionState.Failed, delivery), (waiting.Record.State, waiting.Record.UnreadDeliveries));
            Assert.Contains("the controls could not be read", waiting.Record.Failure, StringComparison.Ordinal);
            Assert.True(new Response.Ran(Finding("assets"), Playbook(), Bucket("assets"), waiting).NeedsRedelivery);
        }

        Assert.Equal(NoticeKind.Failed, Assert.Single(_ledger.Outbox).Kind);
        var asking = await RespondAsync("assets");
        Assert.Equal(ExecutionState.AwaitingApproval, asking.State);
        Assert.StartsWith("in 7 deliveries the controls could not be read", asking.Verdict!.Because, StringComparison.Ordinal);
        Assert.NotEmpty(asking.Changes);
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("assets")).State);
        Assert.Empty(Changing());

        _store.Broken = null;
        var answered = await RespondAsync("assets");
        Assert.Equal((ExecutionState.Verified, 0), (answered.State, answered.UnreadDeliveries));
    }

    [Fact]
    public async Task Unreadable_controls_leave_a_recorded_plan_for_the_next_delivery()
    {
        _sandbox.Account.AddBucket("assets");
        _sandbox.Faults.When(c => c.Changes ? Fault.InternalError : null);
        await RunAsync(Finding("assets"));
        _sandbox.Faults.Clear();
        var before = Changing().Count;
        _store.Broken = "Throttled";

        var waiting = Assert.IsType<RunResult.Ran>(await RunAsync(Finding("assets"))).Record;
        Assert.Equal(ExecutionState.Failed, waiting.State);
        Assert.NotEmpty(waiting.Changes);
        Assert.Equal(before, Changing().Count);

        _store.Broken = null;
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("assets")).State);
    }

    [Fact]
    public async Task Unreadable_controls_do_not_make_a_containment_forgotten()
    {
        await RespondAsync("assets");
        _store.Broken = "Throttled";

        // A newer finding is a reason to look again, which needs the controls.
        var newer = Finding("assets") with { UpdatedAt = Some.Time.AddHours(1) };
        var withheld = Assert.IsType<RunResult.Withheld>(await RunAsync(newer));

        Assert.Equal(ExecutionState.Verified, withheld.Record.State);
        Assert.Equal(ChangeStatus.Verified, Assert.Single(withheld.Record.Changes).Status);
    }

    [Fact]
    public async Task A_budget_that_cannot_be_counted_waits()
    {
        var limited = Playbook() with { Limits = new PlaybookLimits(5, TimeSpan.FromHours(1), "account") };
        _sandbox.Account.AddBucket("assets");

        var waiting = Assert.IsType<RunResult.Ran>(await RunAsync(Finding("assets"), limited, budgets: new BrokenCounters())).Record;

        Assert.Equal((ExecutionState.Failed, 1), (waiting.State, waiting.UnreadDeliveries));
        Assert.Contains("the budget could not be counted", waiting.Failure, StringComparison.Ordinal);
        Assert.Empty(Changing());
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("assets", limited)).State);
    }

    [Fact]
    public async Task A_plan_that_nobody_allowed_is_not_resumed_after_a_failed_delivery()
    {
        _sandbox.Account.AddBucket("assets");
        await SetAsync(FreezeWindow.InZone(ControlScope.Everything, "daily 00:00-24:00", null, "alice", "holidays", Now));
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("assets")).State);

        // A delivery that gets no further than the ledger...
        var withheld = Assert.IsType<RunResult.Withheld>(await RunAsync(Finding("assets"), broker: new NoCredentials())).Record;
        Assert.Equal(ExecutionState.AwaitingApproval, withheld.State);

        // ...must not turn the recorded plan into one to be finished.
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("assets")).State);
        Assert.Empty(Changing());
    }

    [Fact]
    public async Task A_break_glass_role_is_not_cut_off_through_its_instance()
    {
        _sandbox.Account.AddRole("way-in", tags: new Tags { ["break-glass"] = "yes" });
        var instance = _sandbox.Account.AddInstance(role: "way-in");
        var playbook = Some.Playbook("cut-role-sessions");
        var resource = Some.Instance(instance.Id);

        var refused = Assert.IsType<RunResult.Ran>(await RunAsync(Some.Finding(resource), playbook)).Record;

        Assert.Equal(ExecutionState.Refused, refused.State);
        Assert.Contains("the role way-in of the instance is protected by its tag break-glass=yes", refused.Verdict!.Because, StringComparison.Ordinal);
        Assert.Empty(Changing());
    }

    [Fact]
    public async Task The_action_role_is_not_cut_off_by_itself()
    {
        _sandbox.Account.AddRole("RemediatorAction");
        var resource = new ResourceRef(ResourceKinds.Role, "RemediatorAction");

        var refused = Assert.IsType<RunResult.Ran>(await RunAsync(Some.Finding(resource), Some.Playbook("cut-role-sessions"))).Record;

        Assert.Equal("RemediatorAction is Remediator's own, which no playbook touches", refused.Verdict!.Because);
        Assert.Empty(Changing());
    }

    [Fact]
    public async Task Controls_are_read_beside_the_claim_and_budgets_beside_the_live_state()
    {
        _sandbox.Account.AddBucket("assets");
        var limited = Playbook() with { Limits = new PlaybookLimits(5, TimeSpan.FromHours(1), "account") };
        var opened = new TaskCompletionSource();
        _store.Until = opened.Task;

        // Either would wait for ever if the run took one step after the other.
        var ran = await RunAsync(
            Finding("assets"), limited, new SignallingBroker(_broker, opened), new PatientCounters(_budgets, () => _sandbox.Calls.Count > 0)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(ran).Record.State);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private Task SetAsync(Control control) => _store.PutAsync(control, default);

    private List<SandboxCall> Changing() => [.. _sandbox.Calls.Where(c => c.Changes)];

    private static ResourceRef Bucket(string name) => new(ResourceKinds.Bucket, name, $"arn:aws:s3:::{name}");

    private static Finding Finding(string bucket) => Some.Finding(Bucket(bucket)) with { Id = $"arn:aws:guardduty:eu-west-1:{Some.Account}:detector/d/finding/{bucket}", UpdatedAt = Some.Time };

    private static Playbook Playbook() => Some.Playbook("block-public-bucket") with { Id = "bucket-public" };

    private async Task<ExecutionRecord> RespondAsync(string bucket, Playbook? playbook = null)
    {
        if (!_sandbox.Account.Buckets.ContainsKey(bucket))
        {
            _sandbox.Account.AddBucket(bucket);
        }

        return Assert.IsType<RunResult.Ran>(await RunAsync(Finding(bucket), playbook)).Record;
    }

    /// <summary>One delivery of a finding; with a mode, one that a person asks for.</summary>
    private Task<RunResult> RunAsync(
        Finding finding, Playbook? playbook = null, ICredentialBroker? broker = null, IBudgetCounters? budgets = null, PlaybookMode? mode = null, bool byOperator = false)
    {
        if (finding.Resources[0].Kind == ResourceKinds.Bucket && !_sandbox.Account.Buckets.ContainsKey(finding.Resources[0].Id))
        {
            _sandbox.Account.AddBucket(finding.Resources[0].Id);
        }

        var chosen = playbook ?? Playbook();
        var runner = new RemediationRunner(_ledger, broker ?? _broker, new ControlSource(_store, budgets ?? _budgets, new NoOrganization()), _time, new RunnerOptions());
        return runner.RunAsync(new RunRequest(finding, chosen, finding.Resources[0], mode ?? chosen.Mode, $"worker-{++_worker}", byOperator, mode is not null), default);
    }

    private sealed class BreakableStore(IControlStore inner) : IControlStore
    {
        /// <summary>Why it can't be read; null while it can.</summary>
        public string? Broken { get; set; }

        /// <summary>What a read waits for.</summary>
        public Task Until { get; set; } = Task.CompletedTask;

        public async Task<ControlsReading> ReadAsync(CancellationToken cancel)
        {
            await Until;
            return Broken is { } reason ? new ControlsReading.Unknown(reason) : await inner.ReadAsync(cancel);
        }

        public Task PutAsync(Control control, CancellationToken cancel) => inner.PutAsync(control, cancel);

        public Task<bool> RemoveAsync(string id, string by, string why, CancellationToken cancel) => inner.RemoveAsync(id, by, why, cancel);

        public Task<ImmutableArray<ControlEvent>> ListHistoryAsync(int limit, CancellationToken cancel) => inner.ListHistoryAsync(limit, cancel);
    }

    private sealed class BrokenCounters : IBudgetCounters
    {
        public Task<BudgetPlace> TakeAsync(BudgetClaim claim, string by, int places, CancellationToken cancel) => throw new IOException("the disk is full");

        public Task GiveBackAsync(BudgetClaim claim, string by, int places, CancellationToken cancel) => throw new IOException("the disk is full");

        public Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel) => throw new IOException("the disk is full");

        public Task<IReadOnlyList<(string Place, int Used)>> ListAsync(string budget, DateTimeOffset from, CancellationToken cancel) => throw new IOException("the disk is full");
    }

    /// <summary>Answers only when a condition holds.</summary>
    private sealed class PatientCounters(IBudgetCounters inner, Func<bool> condition) : IBudgetCounters
    {
        public async Task<BudgetPlace> TakeAsync(BudgetClaim claim, string by, int places, CancellationToken cancel)
        {
            while (!condition())
            {
                await Task.Yield();
            }

            return await inner.TakeAsync(claim, by, places, cancel);
        }

        public Task GiveBackAsync(BudgetClaim claim, string by, int places, CancellationToken cancel) => inner.GiveBackAsync(claim, by, places, cancel);

        public Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel) => inner.TellAsync(claim, executionId, cancel);

        public Task<IReadOnlyList<(string Place, int Used)>> ListAsync(string budget, DateTimeOffset from, CancellationToken cancel) => inner.ListAsync(budget, from, cancel);
    }

    private sealed class SignallingBroker(ICredentialBroker inner, TaskCompletionSource opened) : ICredentialBroker
    {
        public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediator.Remediations.Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel)
        {
            opened.TrySetResult();
            return inner.OpenAsync(finding, resource, remediations, names, executionId, cancel);
        }
    }

    private sealed class NoCredentials : ICredentialBroker
    {
        public Task<AwsSession> OpenAsync(Finding finding, ResourceRef resource, IReadOnlyList<Remediator.Remediations.Remediation> remediations, IReadOnlyDictionary<string, string> names, string executionId, CancellationToken cancel) =>
            throw new RemediationException("the role is gone");
    }
}
