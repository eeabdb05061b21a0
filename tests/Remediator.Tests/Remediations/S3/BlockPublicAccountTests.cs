using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.S3;

public sealed class BlockPublicAccountTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(ResourceKinds.Account, Some.Account)]
    [InlineData(ResourceKinds.Bucket, "assets")]
    public async Task Turns_all_four_flags_on_and_takes_the_configuration_away_again(string kind, string id)
    {
        _sandbox.Account.AddBucket("assets", tags: new Tags { ["team"] = "web" });
        var before = _sandbox.Snapshot();
        var trial = Trial(kind, id);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Equal(PublicAccessBlock.All, _sandbox.Account.PublicAccessBlock);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task Puts_the_flags_back_as_they_were()
    {
        var was = new PublicAccessBlock(true, false, true, false);
        _sandbox.Account.PublicAccessBlock = was;
        var trial = Trial(ResourceKinds.Account, Some.Account);
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        await trial.UndoAsync(plan);

        Assert.Equal(was, _sandbox.Account.PublicAccessBlock);
    }

    [Fact]
    public async Task For_a_bucket_the_gate_sees_the_tags_of_the_bucket()
    {
        _sandbox.Account.AddBucket("assets", tags: new Tags { ["remediator"] = "exempt" });

        var tags = Assert.IsType<TagReading.Known>((await Trial(ResourceKinds.Bucket, "assets").ObserveAsync()).Tags);

        Assert.Equal("exempt", tags.Tags["remediator"]);
    }

    [Fact]
    public async Task Another_account_than_that_of_the_finding_is_not_applicable()
    {
        Assert.Contains("does not name the account", await Trial(ResourceKinds.Account, "444455556666").NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Empty(_sandbox.Calls);
    }

    [Fact]
    public async Task An_unreadable_configuration_is_unknown()
    {
        _sandbox.Faults.On("GetPublicAccessBlock", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(ResourceKinds.Account, Some.Account).ObserveAsync()).Plan);
    }

    private StepTrial Trial(string kind, string id) => StepTrial.On(_sandbox, new BlockPublicAccount(), StepTrial.Resource(kind, id));
}
