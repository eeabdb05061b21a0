using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Ecs;

public sealed class StopTaskTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task The_service_goes_to_zero_then_the_task_stops_and_the_undo_brings_back_the_count()
    {
        var service = _sandbox.Account.AddService("web", desired: 3, tags: new Tags { ["tier"] = "1" });
        var task = _sandbox.Account.AddTask(service: "web", tags: new Tags { ["team"] = "shop" });
        var trial = Trial(task.Arn);

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("shop", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        Assert.Equal("1", Assert.Single(observation.Touched).Tags["tier"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal((0, "STOPPED"), (service.DesiredCount, task.Status));
        var (scale, stop) = (plan.Changes[0], plan.Changes[1]);
        Assert.True(scale.Stage < stop.Stage);
        Assert.Equal((false, true), (scale.Irreversible, stop.Irreversible));
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await new ServiceDesiredCount().WriteAsync(_sandbox.Session(), new(scale.Target, scale.After, scale.Before, "rx-0123456789abcdef0123"), CancellationToken.None);
        Assert.Equal(3, service.DesiredCount);
    }

    [Fact]
    public async Task What_the_task_was_is_in_the_plan_before_it_is_lost()
    {
        var plan = await Trial(_sandbox.Account.AddTask().Arn).PlanAsync();

        var note = Assert.Single(plan.Changes).Note;
        Assert.Contains("task-definition/web:7", note, StringComparison.Ordinal);
        Assert.Contains("sha256:", note, StringComparison.Ordinal);
        Assert.Contains("FARGATE", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_goes_on_is_told()
    {
        _sandbox.Account.AddService("web");
        _sandbox.Account.AddService("agent", strategy: "DAEMON");

        var left = await Trial(_sandbox.Account.AddTask(service: "web").Arn, """{"scaleService":false}""").PlanAsync();
        var daemon = await Trial(_sandbox.Account.AddTask(service: "agent").Arn).PlanAsync();

        Assert.Equal(nameof(EcsTaskState), Assert.Single(left.Changes).Attribute);
        Assert.Contains(left.Survivors, s => s.Contains("the playbook does not scale it", StringComparison.Ordinal));
        Assert.Equal(nameof(EcsTaskState), Assert.Single(daemon.Changes).Attribute);
        Assert.Contains(daemon.Survivors, s => s.Contains("DAEMON", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("STOPPING", true)]
    [InlineData("DEPROVISIONING", true)]
    [InlineData("STOPPED", true)]
    [InlineData("RUNNING", false)]
    [InlineData("PENDING", false)]
    public async Task A_task_that_is_ending_is_not_stopped_again(string status, bool compliant)
    {
        var task = _sandbox.Account.AddTask();
        task.Status = status;
        var plan = await Trial(task.Arn).PlanAsync();

        // The sandbox says desired STOPPED for whatever does not run, as ECS does of a task whose stop it has taken on.
        Assert.Equal(compliant || status == "PENDING", plan.AlreadyCompliant);
        Assert.Equal(compliant, new EcsTaskState().Matches(AttributeValue.Of(status), EcsTaskState.Stopped));
    }

    [Fact]
    public async Task Missing_tasks_and_clusters_and_ARNs_without_a_cluster_are_not_applicable()
    {
        Assert.Contains("no cluster", await Trial("arn:aws:ecs:us-east-1:111122223333:task/web/0a").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("with its cluster", await Trial("arn:aws:ecs:us-east-1:111122223333:task/0a").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("999988887777", await Trial("arn:aws:ecs:us-east-1:999988887777:task/web/0a").NotApplicableAsync(), StringComparison.Ordinal);
        var task = _sandbox.Account.AddTask();
        Assert.Contains("(any more)", await Trial(task.Arn[..^2] + "ff").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DescribeTasks")]
    [InlineData("DescribeServices")]
    public async Task A_failed_read_is_no_plan(string operation)
    {
        _sandbox.Account.AddService("web");
        var task = _sandbox.Account.AddTask(service: "web");
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(task.Arn).ObserveAsync()).Plan);
    }

    private StepTrial Trial(string arn, string? options = null) => StepTrial.On(_sandbox, new StopTask(), StepTrial.Resource(ResourceKinds.EcsTask, arn), options);
}
