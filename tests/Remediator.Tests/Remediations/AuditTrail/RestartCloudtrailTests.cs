using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.AuditTrail;

public sealed class RestartCloudtrailTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stopped_trail_logs_again_and_a_release_leaves_it_so(bool byArn)
    {
        var trail = _sandbox.Account.AddTrail("main", tags: new Tags { ["team"] = "security" });
        var trial = Trial(byArn ? trail.Arn : trail.Name);

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("security", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.True(trail.IsLogging);
        Assert.True(Assert.Single(plan.Changes).Keep);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task Nothing_that_it_plans_can_stop_a_trail()
    {
        _sandbox.Account.AddTrail("main");
        var trial = Trial("main");
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        await Assert.ThrowsAsync<InvalidOperationException>(() => trial.UndoAsync(plan));
    }

    [Fact]
    public async Task A_trail_of_another_account_is_for_that_account() =>
        Assert.Contains("999988887777", await Trial("arn:aws:cloudtrail:eu-west-1:999988887777:trail/organization").NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_trail_is_started_only_in_its_home_Region()
    {
        _sandbox.Account.AddTrail("main", home: "eu-south-2");

        Assert.Contains("eu-south-2", await Trial("main").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_trail_is_not_applicable() =>
        Assert.Contains("(any more)", await Trial("main").NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public void Changed_settings_are_for_another_step()
    {
        Assert.Contains("restore-trail-settings", Assert.IsType<StepPlan.NotApplicable>(Planned("CloudTrail:UpdateTrail", logs: true)).Reason, StringComparison.Ordinal);
        Assert.Contains(Assert.IsType<StepPlan.Planned>(Planned("CloudTrail:UpdateTrail", logs: false)).Survivors, s => s.Contains("settings", StringComparison.Ordinal));
    }

    [Fact]
    public void Changed_selectors_are_for_another_step()
    {
        Assert.Contains("restore-trail-selectors", Assert.IsType<StepPlan.NotApplicable>(Planned("CloudTrail:PutEventSelectors", logs: true)).Reason, StringComparison.Ordinal);
        Assert.False(Assert.IsType<StepPlan.Planned>(Planned("CloudTrail:PutEventSelectors", logs: false)).AlreadyCompliant);
    }

    private static StepPlan Planned(string type, bool logs)
    {
        var resource = StepTrial.Resource(ResourceKinds.Trail, "main");
        var trail = new AuditSwitch(null, new Target(ResourceKinds.Trail, "main"), AttributeValue.Of(logs), TagReading.None);
        return new RestartCloudtrail().Plan(new PlanContext(Some.Finding(resource) with { Type = type }, resource, "rx-0123456789abcdef0123", Some.Time), new NoOptions(), trail);
    }

    [Fact]
    public async Task Unread_tags_are_unknown_and_a_failed_read_is_no_plan()
    {
        _sandbox.Account.AddTrail("main");
        _sandbox.Faults.On("ListTags", Fault.AccessDenied);
        Assert.IsType<TagReading.Unknown>((await Trial("main").ObserveAsync()).Tags);

        _sandbox.Faults.On("GetTrailStatus", Fault.AccessDenied);
        Assert.IsType<StepPlan.Unknown>((await Trial("main").ObserveAsync()).Plan);
    }

    private StepTrial Trial(string id) => StepTrial.On(_sandbox, new RestartCloudtrail(), StepTrial.Resource(ResourceKinds.Trail, id));
}
