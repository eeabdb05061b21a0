using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Remediations.Isolation;
using Remediator.Remediations.Stopping;

namespace Remediator.Tests.Remediations.Ec2;

public sealed class StopInstanceTests : IAsyncLifetime
{
    private static readonly StoppableInstance Running = new("running", StopProtected: false, CanBeStopped: true, null, ImmutableDictionary<string, string>.Empty);

    private Ec2Run _run = null!;

    public async Task InitializeAsync() => _run = await Ec2Run.StartRestrictedAsync("stop-instance", "isolate-instance");

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Stops_a_running_instance_and_a_release_starts_it()
    {
        var instance = _run.Account.AddInstance();

        var record = await StopAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        Assert.Equal("stopped", instance.Status);
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal("running", instance.Status);
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task A_member_of_a_scaling_group_goes_to_standby_first_because_the_group_would_terminate_it()
    {
        _run.Account.AddAutoScalingGroup("web", min: 1, desired: 2);
        var instance = _run.Account.AddInstance(autoScalingGroup: "web");

        var record = await StopAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        var changes = _run.Sandbox.Calls.Where(c => c.Changes).Select(c => c.Operation).Where(o => o != "AssumeRole");
        Assert.Equal(["EnterStandby", "StopInstances"], changes);
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task Together_with_an_isolation_it_enters_standby_once_and_stops_last()
    {
        _run.Account.AddAutoScalingGroup("web", min: 1, desired: 2);
        var instance = _run.Account.AddInstance(autoScalingGroup: "web");

        var record = await _run.RespondAsync(instance.Id, CancellationToken.None, ("stop-instance", null), ("isolate-instance", null));

        Ec2Run.AssertVerified(record);
        Assert.Single(record.Changes, c => c.Change.Attribute == nameof(AutoScalingLifecycle));
        Assert.Equal(nameof(InstanceRunState), record.Changes[^1].Change.Attribute);
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal("running", instance.Status);
    }

    [Fact]
    public async Task A_failed_read_of_the_scaling_group_is_unknown_because_the_group_would_terminate_the_evidence()
    {
        var instance = _run.Account.AddInstance();
        _run.Sandbox.Faults.On("DescribeAutoScalingInstances", Fault.AccessDenied, times: 10);

        var record = await StopAsync(instance.Id);

        Assert.Equal(StepOutcome.Unknown, Assert.Single(record.Steps).Outcome);
        Assert.Equal("running", instance.Status);
    }

    [Fact]
    public async Task A_protection_against_stops_is_for_a_person_to_lift()
    {
        var instance = _run.Account.AddInstance();
        instance.DisableApiStop = true;

        var record = await StopAsync(instance.Id);

        Assert.Contains("DisableApiStop", Assert.Single(record.Steps).Reason, StringComparison.Ordinal);
        Assert.Equal("running", instance.Status);
    }

    [Theory]
    [InlineData("terminated", true, "terminated")]
    [InlineData("running", false, "instance store")]
    [InlineData(null, true, "no instance")]
    public void Does_not_apply_to_what_can_not_be_stopped(string? state, bool canBeStopped, string reason) =>
        Assert.Contains(reason, Assert.IsType<StepPlan.NotApplicable>(Plan(Running with { State = state, CanBeStopped = canBeStopped })).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("stopped")]
    [InlineData("stopping")]
    public void A_stopped_instance_is_already_compliant(string state) =>
        Assert.True(Assert.IsType<StepPlan.Planned>(Plan(Running with { State = state, StopProtected = true })).AlreadyCompliant);

    [Fact]
    public void Says_that_the_memory_is_lost_and_when_the_group_may_terminate_it()
    {
        var plan = Assert.IsType<StepPlan.Planned>(Plan(Running with { AutoScaling = new AutoScalingFacts("web", "Pending:Wait") }));

        Assert.Contains("memory", Assert.Single(plan.Changes).Note, StringComparison.Ordinal);
        Assert.Contains(plan.Survivors, s => s.Contains("may terminate it", StringComparison.Ordinal));
    }

    private static StepPlan Plan(StoppableInstance seen) =>
        new StopInstance().Plan(new PlanContext(Some.Finding(), Some.Instance(), "rx-0123456789abcdef0123", Some.Time), new NoOptions(), seen);

    private Task<ExecutionRecord> StopAsync(string id) => _run.RespondAsync(id, CancellationToken.None, ("stop-instance", null));
}
