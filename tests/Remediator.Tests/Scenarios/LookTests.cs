using System.Text.Json;
using Remediator.Approvals;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Approvals;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>A person who responds without enforcing sees the plan; what stands on record stays as it is.</summary>
public sealed class LookTests
{
    [Fact]
    public async Task What_was_released_stays_released_after_a_look()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        await run.ContainAsync();
        await run.AssertReleasesAsync();
        var (calls, told) = (run.Sandbox.Calls.Count, run.Outbox.Count);

        var looked = await LookAsync(run);

        Assert.Equal((ExecutionState.Observed, ExecutionState.Released), (looked.Plan.State, looked.Kept.State));
        Assert.NotEmpty(looked.Plan.Changes);
        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);

        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };
        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal(told, run.Outbox.Count);
    }

    [Fact]
    public async Task What_was_released_stays_released_where_nothing_can_be_read()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        await run.ContainAsync();
        await run.AssertReleasesAsync();
        var told = run.Outbox.Count;
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied, times: 9);

        Assert.NotNull((await LookAsync(run)).Plan.Failure);

        Assert.Equal((ExecutionState.Released, null), ((await run.RecordAsync()).State, (await run.RecordAsync()).Failure));
        Assert.Equal(told, run.Outbox.Count);
    }

    [Fact]
    public async Task After_a_look_a_person_may_still_contain_it_again()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        await run.ContainAsync();
        await run.AssertReleasesAsync();
        await LookAsync(run);

        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(await run.DeliverAsync(byOperator: true)).Record.State);
        run.AssertContained();
    }

    [Fact]
    public async Task A_question_to_people_stays_open_and_what_they_approve_is_done()
    {
        await using var run = await ApprovalRun.StartAsync();
        var asked = await run.AskAsync();

        var kept = await run.DeliverAsync(PlaybookMode.Observe);

        Assert.Equal((ExecutionState.AwaitingApproval, asked.Approval!.Hash), (kept.State, kept.Approval!.Hash));
        Assert.Equal([NoticeKind.ApprovalNeeded], run.News);
        await run.ApproveAsync();
        Assert.Equal(ExecutionState.Verified, (await run.ResumeAsync()).State);
    }

    [Fact]
    public async Task A_question_stays_open_where_who_looks_has_no_credentials()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        await run.DeliverAsync(PlaybookMode.Approve);
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied, times: 9);

        Assert.NotNull((await LookAsync(run)).Plan.Failure);

        var record = await run.RecordAsync();
        Assert.Equal((ExecutionState.AwaitingApproval, true), (record.State, record.Approval!.IsPending));
    }

    [Fact]
    public async Task A_question_stays_open_where_the_playbook_of_a_workstation_only_observes()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        run.Playbook = run.Playbook with { Mode = PlaybookMode.Observe };

        Assert.Equal(ExecutionState.AwaitingApproval, (await run.AskAgainAsync()).State);
    }

    [Fact]
    public async Task What_a_person_rejected_stays_refused_and_is_told_once()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.DecideAsync(DecisionKind.Reject);
        Assert.Equal(ExecutionState.Refused, (await run.RecordAsync()).State);
        var told = run.News;

        Assert.Equal(ExecutionState.Refused, (await run.DeliverAsync(PlaybookMode.Observe)).State);
        Assert.Equal(ExecutionState.Refused, (await run.DeliverAsync()).State);

        Assert.Equal(told, run.News);
    }

    [Fact]
    public async Task A_newer_finding_that_was_looked_at_is_still_answered()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await run.ContainAsync();
        run.Deploy(new PlaybookStep("isolate-instance", JsonElement.Parse("""{"flows":"cut"}""")), new PlaybookStep("cut-role-sessions"));
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt + TimeSpan.FromHours(1), Severity = new(9) };
        var calls = run.Sandbox.Calls.Count;

        Assert.Equal(ExecutionState.Verified, (await LookAsync(run)).Kept.State);
        Assert.Empty(run.ChangesSince(calls));

        await run.ContainAsync();
        Assert.NotEmpty(run.ChangesSince(calls));
    }

    [Fact]
    public async Task A_first_look_is_recorded_and_a_second_one_too()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);

        Assert.IsType<RunResult.Ran>(await run.DeliverAsync(PlaybookMode.Observe, byOperator: true));
        Assert.IsType<RunResult.Ran>(await run.DeliverAsync(PlaybookMode.Observe, byOperator: true));

        Assert.Equal(ExecutionState.Observed, (await run.RecordAsync()).State);
    }

    private static async Task<RunResult.Looked> LookAsync(ScenarioRun run) =>
        Assert.IsType<RunResult.Looked>(await run.DeliverAsync(PlaybookMode.Observe, byOperator: true));
}
