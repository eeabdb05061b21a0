using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.AutoScaling;

public sealed class SuspendAutoScalingTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;
    private AutoScalingGroup _group = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync();
        _group = _sandbox.Account.AddAutoScalingGroup("web/blue");
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(null, "AZRebalance Launch")]
    [InlineData("""{"stop":"launch-and-terminate"}""", "AZRebalance Launch Terminate")]
    public async Task Suspends_what_the_playbook_says_and_resumes_only_what_was_not_suspended_before(string? options, string suspended)
    {
        _group.SuspendedProcesses.Add("AZRebalance");
        var before = _sandbox.Snapshot();
        var trial = Trial(ResourceKinds.AutoScalingGroup, _group.Name, options);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Equal(suspended, string.Join(' ', _group.SuspendedProcesses));
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task Finds_the_group_of_an_instance()
    {
        var instance = _sandbox.Account.AddInstance(autoScalingGroup: _group.Name);
        var trial = Trial(ResourceKinds.Instance, instance.Id);

        await trial.ApplyAsync(await trial.PlanAsync());

        Assert.Equal(["Launch"], _group.SuspendedProcesses);
        Assert.Equal(_group.Name, Assert.Single((await trial.ObserveAsync()).Touched).Name);
    }

    [Fact]
    public async Task Does_not_apply_without_a_group()
    {
        var instance = _sandbox.Account.AddInstance();

        Assert.Contains("in no Auto Scaling group", await Trial(ResourceKinds.Instance, instance.Id).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("no Auto Scaling group", await Trial(ResourceKinds.AutoScalingGroup, "gone").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        _sandbox.Faults.On("DescribeAutoScalingGroups", Fault.AccessDenied, times: 10);

        Assert.IsType<StepPlan.Unknown>((await Trial(ResourceKinds.AutoScalingGroup, _group.Name).ObserveAsync()).Plan);
    }

    private StepTrial Trial(string kind, string id, string? options = null) => StepTrial.On(_sandbox, new SuspendAutoScaling(), StepTrial.Resource(kind, id), options);
}
