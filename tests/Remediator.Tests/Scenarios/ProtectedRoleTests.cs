using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>A protected role is protected also where a finding leads to it by the way of an instance.</summary>
public sealed class ProtectedRoleTests
{
    [Fact]
    public async Task The_instance_is_isolated_and_its_protected_role_left_alone()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        run.Account.Roles[Incidents.InstanceRole].Tags["remediator"] = "protected";

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.Empty(run.Account.Roles[Incidents.InstanceRole].Policies);
        Assert.Contains(record.Changes, c => c.Change.Attribute == nameof(NetworkInterfaceGroups));
        var step = Assert.Single(record.Steps, s => s.Remediation == "cut-role-sessions");
        Assert.Equal((StepOutcome.NotApplicable, "the role web-server of the instance is protected by its tag remediator=protected"), (step.Outcome, step.Reason));
    }
}
