using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>AWS answers for a moment as if what it just made did not exist; the queue would bring the finding again only minutes later.</summary>
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
}
