using Remediator.Cli.Sandbox;
using Remediator.Findings;
using Remediator.Remediations;
using Remediator.Tests.Support;

namespace Remediator.Tests.Remediations.Tagging;

public sealed class TagResourceTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

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
