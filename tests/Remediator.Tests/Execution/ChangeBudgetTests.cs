using System.Collections.Immutable;
using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Controls.Stores;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Tests.Execution;

/// <summary>Budgets that count single changes, on whole runs: two for a bucket whose account is open, one for each further bucket.</summary>
public sealed class ChangeBudgetTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 7, 1, 8, 10, 0, TimeSpan.Zero));
    private readonly InMemoryLedger _ledger;
    private readonly InMemoryControlStore _store;
    private readonly SpoiltCounters _budgets = new();
    private SandboxServer _sandbox = null!;
    private ICredentialBroker _broker = null!;
    private int _worker;

    public ChangeBudgetTests()
    {
        _ledger = new InMemoryLedger(_time);
        _store = new InMemoryControlStore(_time);
    }

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region });
        _broker = new OwnCredentialsBroker(SandboxKeys.For(Some.Account), Some.Account, new AwsEndpoint(_sandbox.Url) { MaxRetries = 0 });
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task A_plan_with_more_changes_than_there_is_room_for_asks_and_the_breach_is_told_once_for_the_window()
    {
        await SetAsync(4);
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("one")).State);
        Assert.Equal(2, await UsedAsync());
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("two")).State);
        Assert.Equal(3, await UsedAsync());
        _sandbox.Account.PublicAccessBlock = null;
        var changes = Changing().Count;

        var third = await RespondAsync("three");
        await RespondAsync("three");
        var fourth = await RespondAsync("four");

        Assert.Equal((ExecutionState.AwaitingApproval, ExecutionState.AwaitingApproval), (third.State, fourth.State));
        Assert.StartsWith("the budget has no room for 2 more changes until 2026-07-01 09:00 UTC: at most 4 changes per 1h and account for everything (set by alice", third.Verdict!.Because, StringComparison.Ordinal);
        Assert.Equal(changes, Changing().Count);
        Assert.Equal(3, await UsedAsync());
        Assert.Equal(third.Id, Assert.Single(_ledger.Outbox, e => e.Kind == NoticeKind.BudgetUsedUp).Record.Id);
        Assert.Equal(2, _ledger.Outbox.Count(e => e.Kind == NoticeKind.ApprovalNeeded));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("three")).State);
        Assert.Equal(2, await UsedAsync());
    }

    [Fact]
    public async Task A_plan_that_no_window_has_room_for_says_so()
    {
        var limited = Playbook() with { Limits = new PlaybookLimits(1, TimeSpan.FromHours(1), "account", "changes") };

        var asked = await RespondAsync("one", limited);

        Assert.Equal(ExecutionState.AwaitingApproval, asked.State);
        Assert.Equal("it would make 2 changes, more than the budget ever has room for: at most 1 changes per 1h and account (limits of playbook bucket-public)", asked.Verdict!.Because);
        Assert.Empty(Changing());
    }

    [Fact]
    public async Task What_changes_nothing_is_not_counted()
    {
        await SetAsync(2);
        await RespondAsync("one");
        _sandbox.Account.AddBucket("compliant", Remediator.Cli.Sandbox.State.PublicAccessBlock.All);

        Assert.Equal(ExecutionState.Verified, (await RespondAsync("compliant")).State);
        Assert.Equal(2, await UsedAsync());
    }

    [Fact]
    public async Task A_recorded_plan_that_is_tried_again_is_not_counted_again()
    {
        await SetAsync(2);
        _sandbox.Faults.When(c => c.Changes ? Fault.InternalError : null);
        Assert.Equal(ExecutionState.Failed, (await RespondAsync("one")).State);
        _sandbox.Faults.Clear();

        Assert.Equal(ExecutionState.Verified, (await RespondAsync("one")).State);
        Assert.Equal(2, await UsedAsync());
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("two")).State);
    }

    [Fact]
    public async Task A_plan_that_was_counted_and_not_recorded_is_counted_once_when_it_is_made_again()
    {
        await SetAsync(2);
        _budgets.LosesAnswers = true;
        var waiting = await RespondAsync("one");
        Assert.Equal((ExecutionState.Failed, 2), (waiting.State, await UsedAsync()));
        Assert.Contains("the budget could not be counted", waiting.Failure, StringComparison.Ordinal);
        Assert.Empty(Changing());
        _budgets.LosesAnswers = false;

        Assert.Equal(ExecutionState.Verified, (await RespondAsync("one")).State);
        Assert.Equal(2, await UsedAsync());
    }

    [Fact]
    public async Task Places_are_taken_in_all_budgets_or_in_none()
    {
        await SetAsync(5);
        await SetAsync(1, per: TimeSpan.FromDays(1));
        await SetAsync(5, BudgetCount.Executions);

        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("one")).State);

        Assert.Equal((0, 0, 0), (await UsedAsync(), await UsedAsync(per: TimeSpan.FromDays(1)), await UsedAsync(BudgetCount.Executions)));
    }

    [Fact]
    public async Task What_was_undone_outside_and_is_contained_again_is_counted_again()
    {
        await SetAsync(3);
        await RespondAsync("one");
        _sandbox.Account.Buckets["one"].PublicAccessBlock = null;
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ExecutionState.Verified, (await RespondAsync("one", updated: 1)).State);
        Assert.Equal(3, await UsedAsync());

        _sandbox.Account.Buckets["one"].PublicAccessBlock = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ExecutionState.Drifted, (await RespondAsync("one", updated: 2)).State);
        Assert.Null(_sandbox.Account.Buckets["one"].PublicAccessBlock);
    }

    [Fact]
    public async Task People_who_approve_are_not_held_up_and_what_there_is_room_for_counts()
    {
        await SetAsync(1);
        var asked = await RespondAsync("one");
        await new ApprovalDesk(_ledger, _time).DecideAsync(new DecisionRequest(asked.Id, DecisionKind.Approve, DecisionWay.Cli, "bob"), "desk", default);

        Assert.Equal(ExecutionState.Verified, (await RespondAsync("one")).State);
        Assert.Equal(0, await UsedAsync());
        Assert.Equal(ExecutionState.Verified, (await RespondAsync("two")).State);
        Assert.Equal(1, await UsedAsync());
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    public async Task A_step_that_is_added_to_a_recorded_plan_takes_its_changes_too_and_asks_where_there_is_no_room(int max, int questions)
    {
        await SetAsync(max);
        var (instance, playbook) = (_sandbox.Account.AddInstance(role: "web"), Some.Playbook("require-imdsv2", "cut-role-sessions"));
        instance.HttpTokens = "optional";
        var finding = Some.Finding(Some.Instance(instance.Id)) with { UpdatedAt = Some.Time };
        _sandbox.Faults.When(c => c.Service == "iam" ? Fault.InternalError : null);
        var partial = Assert.IsType<RunResult.Ran>(await RunAsync(finding, playbook)).Record;
        Assert.Equal((ExecutionState.Failed, 1, "required"), (partial.State, await UsedAsync(), instance.HttpTokens));
        _sandbox.Faults.Clear();
        _time.Advance(TimeSpan.FromMinutes(1));

        var whole = Assert.IsType<RunResult.Ran>(await RunAsync(finding, playbook)).Record;

        Assert.Equal(ExecutionState.Verified, whole.State);
        Assert.Equal(max, await UsedAsync());
        Assert.Equal(max - 1, _sandbox.Account.Roles["web"].Policies.Count);
        Assert.Equal(questions, _ledger.Outbox.Count(e => e.Kind == NoticeKind.BudgetUsedUp));
        Assert.Equal(questions, _ledger.Outbox.Count(e => e.Kind == NoticeKind.ApprovalNeeded));
    }

    [Fact]
    public async Task A_worker_whose_lease_is_over_gives_nothing_back_that_another_has_changed_something_upon()
    {
        var limited = Playbook() with { Limits = new PlaybookLimits(1, TimeSpan.FromHours(1), "account") };
        _sandbox.Account.AddBucket("one");
        var first = true;
        _budgets.AfterTaking = async () =>
        {
            if (first)
            {
                first = false;
                _time.Advance(TimeSpan.FromMinutes(5));
                Assert.Equal(ExecutionState.Verified, (await RespondAsync("one", limited)).State);
            }
        };

        await Assert.ThrowsAsync<LeaseLostException>(() => RunAsync(Finding("one", 0), limited));

        Assert.Equal(1, await UsedAsync("limits-bucket-public", TimeSpan.FromHours(1)));
        Assert.Equal(ExecutionState.AwaitingApproval, (await RespondAsync("two", limited)).State);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private static Budget Budget(int max, BudgetCount count, TimeSpan per) =>
        new(max, per, BudgetEach.Account, ControlScope.Everything) { Count = count, By = "alice", Why = "storm", At = Some.Time };

    private Task SetAsync(int max, BudgetCount count = BudgetCount.Changes, TimeSpan? per = null) =>
        _store.PutAsync(Budget(max, count, per ?? TimeSpan.FromHours(1)), default);

    private Task<int> UsedAsync(BudgetCount count = BudgetCount.Changes, TimeSpan? per = null) =>
        UsedAsync(Budget(1, count, per ?? TimeSpan.FromHours(1)).Id, per ?? TimeSpan.FromHours(1));

    private async Task<int> UsedAsync(string budget, TimeSpan per) => (await _budgets.ListAsync(budget, BudgetClaim.Window(Now, per), default)).Sum(p => p.Used);

    private List<SandboxCall> Changing() => [.. _sandbox.Calls.Where(c => c.Changes)];

    private static Finding Finding(string bucket, int updated) => Some.Finding(new ResourceRef(ResourceKinds.Bucket, bucket, $"arn:aws:s3:::{bucket}")) with
    {
        Id = $"arn:aws:guardduty:eu-west-1:{Some.Account}:detector/d/finding/{bucket}",
        UpdatedAt = Some.Time.AddHours(updated),
    };

    private static Playbook Playbook() => Some.Playbook("block-public-bucket", "block-public-account") with { Id = "bucket-public" };

    private async Task<ExecutionRecord> RespondAsync(string bucket, Playbook? playbook = null, int updated = 0)
    {
        if (!_sandbox.Account.Buckets.ContainsKey(bucket))
        {
            _sandbox.Account.AddBucket(bucket);
        }

        return await RunAsync(Finding(bucket, updated), playbook ?? Playbook()) switch
        {
            RunResult.Ran ran => ran.Record,
            RunResult.AlreadyHandled handled => handled.Record,
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    private Task<RunResult> RunAsync(Finding finding, Playbook playbook)
    {
        var runner = new RemediationRunner(_ledger, _broker, new ControlSource(_store, _budgets, new NoOrganization()), _time, new RunnerOptions());
        return runner.RunAsync(new RunRequest(finding, playbook, finding.Resources[0], playbook.Mode, $"worker-{++_worker}"), default);
    }

    /// <summary>Takes what is asked for, and may not say so.</summary>
    private sealed class SpoiltCounters : IBudgetCounters
    {
        private readonly InMemoryBudgetCounters _inner = new();

        public bool LosesAnswers { get; set; }

        public Func<Task> AfterTaking { get; set; } = () => Task.CompletedTask;

        public async Task<BudgetPlace> TakeAsync(BudgetClaim claim, string by, int places, CancellationToken cancel)
        {
            var taken = await _inner.TakeAsync(claim, by, places, cancel);
            await AfterTaking();
            return LosesAnswers ? throw new HttpRequestException("the connection was lost") : taken;
        }

        public Task GiveBackAsync(BudgetClaim claim, string by, int places, CancellationToken cancel) => _inner.GiveBackAsync(claim, by, places, cancel);

        public Task<bool> TellAsync(BudgetClaim claim, string executionId, CancellationToken cancel) => _inner.TellAsync(claim, executionId, cancel);

        public Task<IReadOnlyList<(string Place, int Used)>> ListAsync(string budget, DateTimeOffset from, CancellationToken cancel) => _inner.ListAsync(budget, from, cancel);
    }
}
