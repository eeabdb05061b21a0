using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>What the gate held back once is never taken for a plan that may be applied, whatever happens to later deliveries.</summary>
public sealed class GateAgainTests
{
    [Fact]
    public async Task A_protected_resource_stays_untouched_after_a_delivery_without_credentials()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        run.Region.Instances[Some.InstanceId].Tags["remediator"] = "protected";
        await AssertStateAsync(run, ExecutionState.Refused);
        run.Sandbox.Faults.On("AssumeRole", Fault.Throttle);
        await AssertWithheldAsync(run, ExecutionState.Refused);

        await AssertStateAsync(run, ExecutionState.Refused);

        Assert.Empty(run.ChangesSince(0));
    }

    [Theory]
    [InlineData("AssumeRole")]
    [InlineData("DescribeInstances")]
    public async Task A_verdict_that_people_were_told_is_not_told_again_after_a_delivery_that_could_read_nothing(string call)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        run.Region.Instances[Some.InstanceId].Tags["remediator"] = "protected";
        await AssertStateAsync(run, ExecutionState.Refused);
        run.Sandbox.Faults.On(call, Fault.Throttle);
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };
        await AssertWithheldAsync(run, ExecutionState.Refused);

        await AssertStateAsync(run, ExecutionState.Refused);

        Assert.Equal([NoticeKind.Refused], run.News);
    }

    [Fact]
    public async Task What_a_person_asks_for_and_nobody_could_begin_is_told()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await AssertStateAsync(run, ExecutionState.AwaitingApproval, PlaybookMode.Approve);
        run.Sandbox.Faults.On("AssumeRole", Fault.Throttle);

        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync(byOperator: true)).Record.State);

        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.Failed], run.News);
    }

    [Theory]
    [InlineData(PlaybookMode.Observe, ExecutionState.Observed)]
    [InlineData(PlaybookMode.Approve, ExecutionState.AwaitingApproval)]
    public async Task A_plan_that_was_only_shown_is_made_anew_after_a_delivery_without_credentials(PlaybookMode mode, ExecutionState held)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await AssertStateAsync(run, held, mode);
        run.Sandbox.Faults.On("AssumeRole", Fault.Throttle);
        await AssertWithheldAsync(run, held, mode);
        await AssertStateAsync(run, held, mode);
        run.Sandbox.Faults.On("AssumeRole", Fault.Throttle);
        await AssertWithheldAsync(run, held, mode);
        run.Region.Instances[Some.InstanceId].Tags["remediator"] = "exempt";

        await AssertStateAsync(run, ExecutionState.Refused);

        Assert.Empty(run.ChangesSince(0));
    }

    private static async Task AssertWithheldAsync(ScenarioRun run, ExecutionState expected, PlaybookMode mode = PlaybookMode.Enforce) =>
        Assert.Equal(expected, Assert.IsType<RunResult.Withheld>(await run.DeliverAsync(mode)).Record.State);

    private static async Task AssertStateAsync(ScenarioRun run, ExecutionState expected, PlaybookMode mode = PlaybookMode.Enforce) =>
        Assert.Equal(expected, Assert.IsType<RunResult.Ran>(await run.DeliverAsync(mode)).Record.State);
}
