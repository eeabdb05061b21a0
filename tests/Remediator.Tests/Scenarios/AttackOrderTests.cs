using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>One attack over an Auto Scaling group and an instance of it.</summary>
public sealed class AttackOrderTests
{
    private const string Group = "web";

    private static readonly Incident Attack = new(
        "attack on a group",
        "guardduty/attack-sequence-group.json",
        a =>
        {
            a.AddVpc(Incidents.Vpc);
            a.AddSecurityGroup("web", Incidents.Vpc, id: Incidents.Web);
            a.AddAutoScalingGroup(Group, min: 1, desired: 1);
            a.AddInstance(Some.InstanceId, Incidents.Vpc, groups: [Incidents.Web], autoScalingGroup: Group);
        },
        (_, _) => []);

    [Fact]
    public async Task The_group_launches_nothing_more_before_its_instance_is_touched()
    {
        await using var run = await ScenarioRun.StartAsync(Attack);

        await run.RespondAsync();

        var calls = run.Sandbox.Calls.Select(c => c.Operation).ToList();
        Assert.Contains("ModifyNetworkInterfaceAttribute", calls);
        Assert.True(calls.IndexOf("SuspendProcesses") is var suspended and >= 0 && calls.IndexOf("DescribeNetworkInterfaces") > suspended, string.Join(' ', calls));
    }

    [Fact]
    public async Task A_group_that_can_not_be_stopped_holds_up_none_of_the_others()
    {
        await using var run = await ScenarioRun.StartAsync(Attack);
        run.Sandbox.Faults.On("SuspendProcesses", Fault.AccessDenied);

        var responses = await run.RespondAsync();

        Assert.Contains(responses, r => r.NeedsRedelivery);
        Assert.Equal(ExecutionState.Verified, (await run.RecordsAsync()).Single(r => r.Resource.Id == Some.InstanceId).State);
    }

    [Fact]
    public async Task An_instance_is_contained_before_the_address_that_it_talks_to_is_looked_at()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance with { Beside = true });

        await run.RespondAsync();

        var calls = run.Sandbox.Calls.Select(c => c.Operation).ToList();
        Assert.Contains("CreateNetworkAclEntry", calls);
        Assert.True(calls.LastIndexOf("ModifyNetworkInterfaceAttribute") < calls.IndexOf("DescribeNetworkAcls"), string.Join(' ', calls));
    }

    [Fact]
    public async Task The_address_is_blocked_also_where_the_instance_could_not_be_contained()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance with { Beside = true });
        run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", Fault.AccessDenied, times: 99);

        await run.RespondAsync();

        Assert.Contains(run.Sandbox.Calls, c => c is { Operation: "CreateNetworkAclEntry", Succeeded: true });
    }
}
