using Amazon.ConfigService.Model;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.AuditTrail;

public sealed class StartConfigRecorderTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task A_stopped_recorder_records_again_and_a_release_leaves_it_so()
    {
        var recorder = _sandbox.Account.AddConfigRecorder(tags: new Tags { ["team"] = "security" });
        var trial = Trial("default");

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("security", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.True(recorder.IsRecording);
        Assert.True(Assert.Single(plan.Changes).Keep);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
        await Assert.ThrowsAsync<InvalidOperationException>(() => trial.UndoAsync(plan));
    }

    [Fact]
    public async Task Without_a_delivery_channel_it_fails_and_says_why()
    {
        _sandbox.Account.AddConfigRecorder().HasDeliveryChannel = false;
        var trial = Trial("default");
        var plan = await trial.PlanAsync();

        await Assert.ThrowsAsync<NoAvailableDeliveryChannelException>(() => trial.ApplyAsync(plan));
    }

    [Fact]
    public async Task A_recorder_of_a_service_is_that_services_and_a_deleted_one_is_not_applicable()
    {
        _sandbox.Account.AddConfigRecorder("linked", service: "observabilityadmin.amazonaws.com");

        Assert.Contains("observabilityadmin", await Trial("linked").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("(any more)", await Trial("default").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unread_tags_are_unknown_and_a_failed_read_is_no_plan()
    {
        _sandbox.Account.AddConfigRecorder();
        _sandbox.Faults.On("ListTagsForResource", Fault.AccessDenied);
        Assert.IsType<TagReading.Unknown>((await Trial("default").ObserveAsync()).Tags);

        _sandbox.Faults.On("DescribeConfigurationRecorderStatus", Fault.AccessDenied);
        Assert.IsType<StepPlan.Unknown>((await Trial("default").ObserveAsync()).Plan);
    }

    private StepTrial Trial(string name) => StepTrial.On(_sandbox, new StartConfigRecorder(), StepTrial.Resource(ResourceKinds.ConfigRecorder, name));
}
