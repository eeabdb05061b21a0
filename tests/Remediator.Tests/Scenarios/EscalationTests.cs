using System.Text.Json;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>A newer version of a finding runs the steps that are not done yet, on top of those that are.</summary>
public sealed class EscalationTests
{
    private static readonly PlaybookStep[] Tightened =
        [new("isolate-instance", JsonElement.Parse("""{"flows":"cut"}""")), new("snapshot-volumes"), new("cut-role-sessions")];

    [Fact]
    public async Task Steps_that_the_playbook_has_by_now_are_run_and_the_others_not_again()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        run.Deploy(Tightened);
        Update(run, hours: 1);
        var calls = run.Sandbox.Calls.Count;

        var record = await run.ContainAsync();

        Assert.Equal(["CreateSnapshots", "PutRolePolicy"], Changes(run, calls));
        Assert.Equal(["isolate-instance", "snapshot-volumes", "cut-role-sessions"], record.Steps.Select(s => s.Remediation));
        Assert.All(record.Steps, s => Assert.Equal(StepOutcome.Planned, s.Outcome));
        Assert.Equal([NoticeKind.Contained, NoticeKind.Contained], run.News);
        await run.AssertReleasesAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task An_older_or_equal_version_runs_none_of_them(int hours)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        run.Deploy(Tightened);
        Update(run, hours);
        var calls = run.Sandbox.Calls.Count;

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.Empty(run.ChangesSince(calls));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_others_done_and_is_tried_again()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        run.Deploy(Tightened);
        Update(run, hours: 1);
        run.Sandbox.Faults.On("PutRolePolicy", Fault.AccessDenied);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        var calls = run.Sandbox.Calls.Count;

        await run.ContainAsync();

        Assert.Equal(["PutRolePolicy"], Changes(run, calls));
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task What_asks_for_more_while_the_first_response_is_unfinished_is_done_with_it()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", Fault.AccessDenied);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        run.Deploy(Tightened);
        Update(run, hours: 1);

        var record = await run.ContainAsync();

        Assert.Equal(3, record.Steps.Length);
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task Where_a_step_may_not_run_people_are_told_once_and_what_was_done_can_be_released()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        run.Deploy(Tightened);
        Update(run, hours: 1);
        var calls = run.Sandbox.Calls.Count;

        await run.DeliverAsync(PlaybookMode.Approve);
        await run.DeliverAsync(PlaybookMode.Approve);

        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal([NoticeKind.Contained, NoticeKind.ApprovalNeeded], run.News);
        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task Whether_it_asks_for_more_is_asked_again_where_a_step_could_not_be_read()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        run.Deploy(Tightened);
        Update(run, hours: 1);
        run.Sandbox.Faults.On("GetInstanceProfile", Fault.AccessDenied, times: 5);
        var calls = run.Sandbox.Calls.Count;

        Assert.True(Assert.Single(await run.RespondAsync()).NeedsRedelivery);

        Assert.Empty(run.ChangesSince(calls));
        run.Sandbox.Faults.Clear();
        await run.ContainAsync();
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task A_late_older_version_takes_nothing_back_that_a_newer_one_said()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        var finding = run.Finding;
        Update(run, hours: 1);
        run.Finding = run.Finding with { Count = 9 };
        await run.DeliverAsync(PlaybookMode.Observe);
        run.Finding = finding;
        var calls = run.Sandbox.Calls.Count;

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync(PlaybookMode.Observe));

        Assert.DoesNotContain(run.Sandbox.Calls.Skip(calls), c => c.Operation != "AssumeRole");
        Assert.Equal(9, (await run.RecordAsync()).Finding.Count);
    }

    private static void Update(ScenarioRun run, int hours) =>
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(hours), Severity = new(9) };

    private static IEnumerable<string> Changes(ScenarioRun run, int since) =>
        run.Sandbox.Calls.Skip(since).Where(c => c.Changes).Select(c => c.Operation).Order(StringComparer.Ordinal);
}
