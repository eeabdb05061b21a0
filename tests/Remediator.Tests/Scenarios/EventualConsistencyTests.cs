using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Tests.Handlers;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>AWS answers for a while as if what was just made or set were not there; the queue would bring the finding again only minutes later.</summary>
public sealed class EventualConsistencyTests
{
    [Theory]
    [InlineData("RevokeSecurityGroupEgress")]
    [InlineData("ModifyNetworkInterfaceAttribute")]
    public async Task A_new_quarantine_group_that_is_not_known_everywhere_yet_costs_no_delivery(string operation)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        run.Sandbox.Faults.On(operation, new Fault.Refuse("InvalidGroup.NotFound"), times: 2);

        await run.ContainAsync();
    }

    [Fact]
    public async Task A_group_that_never_comes_to_be_known_is_a_failure()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", new Fault.Refuse("InvalidGroup.NotFound"), times: 100);

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains($"{nameof(NetworkInterfaceGroups)} of ", record.Failure, StringComparison.Ordinal);
        Assert.Contains("InvalidGroup.NotFound", record.Failure, StringComparison.Ordinal);
    }
    [Fact]
    public async Task A_value_that_shows_only_after_ten_seconds_is_verified_and_told_once()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        var (_, waited) = ShowAfter(run, "Inactive", TimeSpan.FromSeconds(10));

        await run.ContainAsync();

        Assert.InRange(waited(), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(14));
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task A_value_that_never_shows_fails_at_the_deadline_and_says_how_long_it_was_waited_for()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        var (stop, waited) = ShowAfter(run, "Inactive", TimeSpan.MaxValue);

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.EndsWith("still read back as Active after 20 s, wanted Inactive", record.Failure, StringComparison.Ordinal);
        Assert.Equal(new RunnerOptions().ConsistencyDeadline, waited());

        await run.DeliverAsync();
        Assert.Equal([NoticeKind.Failed], run.News);

        stop();
        await run.ContainAsync();
        Assert.Equal([NoticeKind.Failed, NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task Changes_that_do_not_show_share_one_deadline()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AllAccessKeys);
        var (_, waited) = ShowAfter(run, "Inactive", TimeSpan.MaxValue);

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal([ChangeStatus.Failed, ChangeStatus.Failed], record.Changes.Where(c => c.Change.Attribute == nameof(AccessKeyStatus)).Select(c => c.Status));
        Assert.Equal(new RunnerOptions().ConsistencyDeadline, waited());
    }

    [Fact]
    public async Task A_read_back_that_is_refused_for_good_is_reported_after_five_seconds_and_never_called_a_success()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        DateTimeOffset? written = null;
        run.Sandbox.Faults.When(call =>
        {
            written ??= call.Operation == "UpdateAccessKey" ? run.Time.GetUtcNow() : null;
            return written is not null && call.Operation == "ListAccessKeys" ? Fault.AccessDenied : null;
        });

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains("could still not be read back after 5 s: AccessDenied", record.Failure, StringComparison.Ordinal);
        Assert.Equal(new RunnerOptions().RefusalDeadline, run.Time.GetUtcNow() - written);
    }

    [Fact]
    public async Task A_refusal_by_permissions_that_are_seconds_old_costs_no_delivery()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        DateTimeOffset? written = null;
        run.Sandbox.Faults.When(call =>
        {
            written ??= call.Operation == "UpdateAccessKey" ? run.Time.GetUtcNow() : null;
            return call.Operation == "ListAccessKeys" && run.Time.GetUtcNow() < written + TimeSpan.FromSeconds(4) ? Fault.AccessDenied : null;
        });

        await run.ContainAsync();
    }

    [Fact]
    public async Task What_was_there_before_and_is_not_found_now_holds_up_nothing_for_long()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.ExposedInstance);
        run.Sandbox.Faults.On("RevokeSecurityGroupIngress", new Fault.Refuse("InvalidGroup.NotFound"), times: 100);
        var began = run.Time.GetUtcNow() + TimeSpan.FromMinutes(10);

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Equal(new RunnerOptions().RefusalDeadline, run.Time.GetUtcNow() - began);
    }

    [Theory]
    [InlineData(10, ExecutionState.Released)]
    [InlineData(3600, ExecutionState.Drifted)]
    public async Task A_released_value_is_waited_for_as_well(int seconds, ExecutionState outcome)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        await run.ContainAsync();
        ShowAfter(run, "Active", TimeSpan.FromSeconds(seconds));

        var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;

        Assert.Equal(outcome, record.State);
        Assert.Equal(outcome == ExecutionState.Drifted, record.Failure?.EndsWith("still read back as Inactive after 20 s, wanted Active", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task The_outcome_is_on_record_before_the_functions_time_is_over()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey, p => p with { Mode = PlaybookMode.Enforce });
        var (_, waited) = ShowAfter(run, "Inactive", TimeSpan.MaxValue);

        var answer = await run.HandleAsync(Shipped.Document(Incidents.AccessKey.Sample), new Invocation { RemainingTime = TimeSpan.FromSeconds(22) });

        Assert.Single(answer.BatchItemFailures);
        Assert.Equal(TimeSpan.FromSeconds(7), waited());
        Assert.Contains("after 7 s", (await run.RecordAsync()).Failure, StringComparison.Ordinal);
    }

    /// <summary>From the first write of a key's status on it reads as it was for so long, and then as written.</summary>
    private static (Action Stop, Func<TimeSpan> Waited) ShowAfter(ScenarioRun run, string written, TimeSpan delay)
    {
        DateTimeOffset? at = null;
        run.Sandbox.Faults.When(call =>
        {
            at ??= call.Operation == "UpdateAccessKey" ? run.Time.GetUtcNow() : null;
            if (at is { } since && call.Operation == "ListAccessKeys")
            {
                foreach (var key in run.Account.Users[Incidents.User].AccessKeys.Values)
                {
                    key.Status = run.Time.GetUtcNow() - since >= delay ? written : written == "Active" ? "Inactive" : "Active";
                }
            }

            return null;
        });
        return (run.Sandbox.Faults.Clear, () => run.Time.GetUtcNow() - at!.Value);
    }
}
