using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Tagging;

public sealed class TagResourceTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Sets_new_tags_replaces_others_and_puts_them_back()
    {
        var instance = _sandbox.Account.AddInstance(tags: new Tags { ["patch"] = "ok", ["Name"] = "web" });
        var before = _sandbox.Snapshot();
        var trial = Trial(instance.Id, """{"tags":{"patch":"needed","a/b":"\"quoted\" & <odd>"}}""");

        var plan = await trial.PlanAsync();
        Assert.All(plan.Changes, c => Assert.Equal(Phase.Evidence, c.Phase));
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Equal(("needed", "\"quoted\" & <odd>", "web"), (instance.Tags["patch"], instance.Tags["a/b"], instance.Tags["Name"]));
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Theory]
    [InlineData("""{"tags":{}}""")]
    [InlineData("""{"tags":{"aws:x":"y"}}""")]
    [InlineData("""{"tags":{"":"y"}}""")]
    public async Task Tags_that_EC2_does_not_take_are_not_applicable(string options)
    {
        var instance = _sandbox.Account.AddInstance();

        await Trial(instance.Id, options).NotApplicableAsync();
    }

    [Fact]
    public async Task A_missing_instance_is_not_applicable() =>
        Assert.Contains("no instance", await Trial(Some.InstanceId, """{"tags":{"a":"b"}}""").NotApplicableAsync(), StringComparison.Ordinal);

    private StepTrial Trial(string instance, string options) =>
        StepTrial.On(_sandbox, new TagResource(), StepTrial.Resource(ResourceKinds.Instance, instance), options);
}
