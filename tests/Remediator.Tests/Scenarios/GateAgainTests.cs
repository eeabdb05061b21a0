using Remediator.Cli.Sandbox;
using Remediator.Execution;
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
        await AssertStateAsync(run, ExecutionState.Failed);

        await AssertStateAsync(run, ExecutionState.Refused);

        Assert.Empty(run.ChangesSince(0));
    }

    [Theory]
    [InlineData(PlaybookMode.Observe, ExecutionState.Observed)]
    [InlineData(PlaybookMode.Approve, ExecutionState.AwaitingApproval)]
    public async Task A_plan_that_was_only_shown_is_made_anew_after_a_delivery_without_credentials(PlaybookMode mode, ExecutionState held)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        await AssertStateAsync(run, held, mode);
        run.Sandbox.Faults.On("AssumeRole", Fault.Throttle);
        await AssertStateAsync(run, ExecutionState.Failed, mode);
        await AssertStateAsync(run, held, mode);
        run.Sandbox.Faults.On("AssumeRole", Fault.Throttle);
        await AssertStateAsync(run, ExecutionState.Failed, mode);
        run.Region.Instances[Some.InstanceId].Tags["remediator"] = "exempt";

        await AssertStateAsync(run, ExecutionState.Refused);

        Assert.Empty(run.ChangesSince(0));
    }

    private static async Task AssertStateAsync(ScenarioRun run, ExecutionState expected, PlaybookMode mode = PlaybookMode.Enforce) =>
        Assert.Equal(expected, Assert.IsType<RunResult.Ran>(await run.DeliverAsync(mode)).Record.State);
}
