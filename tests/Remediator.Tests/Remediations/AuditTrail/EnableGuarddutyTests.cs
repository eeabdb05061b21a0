using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.AuditTrail;

public sealed class EnableGuarddutyTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task A_suspended_detector_is_enabled_and_a_release_leaves_it_so()
    {
        var detector = _sandbox.Account.AddDetector(tags: new Tags { ["team"] = "security" });
        var trial = Trial(detector.Id);

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("security", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.True(detector.IsEnabled);
        Assert.True(Assert.Single(plan.Changes).Keep);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
        await Assert.ThrowsAsync<InvalidOperationException>(() => trial.UndoAsync(plan));
    }

    [Fact]
    public async Task A_deleted_detector_is_not_applicable()
    {
        _sandbox.Account.AddDetector();

        Assert.Contains("(any more)", await Trial("12abc34d567e8fa901bc2d34e56789f0").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_id_of_a_detector_goes_into_no_call()
    {
        Assert.Contains("by its id", await Trial("../*").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Empty(_sandbox.Calls);
    }

    [Theory]
    [InlineData("ListDetectors")]
    [InlineData("GetDetector")]
    public async Task A_failed_read_is_no_plan(string operation)
    {
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(_sandbox.Account.AddDetector().Id).ObserveAsync()).Plan);
    }

    private StepTrial Trial(string id) => StepTrial.On(_sandbox, new EnableGuardduty(), StepTrial.Resource(ResourceKinds.Detector, id));
}
