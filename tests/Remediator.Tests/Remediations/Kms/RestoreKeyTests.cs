using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Kms;

public sealed class RestoreKeyTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Cancels_the_deletion_and_enables_the_key_and_a_release_leaves_it_so()
    {
        var key = _sandbox.Account.AddKey("PendingDeletion", tags: new Tags { ["team"] = "data" });
        var trial = Trial(key.Id);

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("data", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal("Enabled", key.State);
        Assert.True(Assert.Single(plan.Changes).Keep);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task A_run_that_died_between_the_two_calls_is_taken_up()
    {
        var key = _sandbox.Account.AddKey("PendingDeletion");
        var trial = Trial(key.Id);
        var plan = await trial.PlanAsync();
        key.State = "Disabled";

        await trial.ApplyAsync(plan);

        Assert.Equal("Enabled", key.State);
        Assert.DoesNotContain(_sandbox.Calls, c => c.Operation == "CancelKeyDeletion");
    }

    [Fact]
    public async Task A_disabled_key_is_enabled_and_disabled_again_by_the_undo()
    {
        var key = _sandbox.Account.AddKey("Disabled");
        var trial = Trial(key.Id);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        Assert.Equal("Enabled", key.State);
        Assert.False(plan.Changes[0].Keep);

        await trial.UndoAsync(plan);
        Assert.Equal("Disabled", key.State);
    }

    [Theory]
    [InlineData("PendingDeletion", "Disabled")]
    [InlineData("Disabled", "Disabled")]
    [InlineData("Enabled", "Enabled")]
    public async Task The_key_stays_disabled_where_the_playbook_says_so(string state, string expected)
    {
        var key = _sandbox.Account.AddKey(state);
        var trial = Trial(key.Id, """{"enable":false}""");

        await trial.ApplyAsync(await trial.PlanAsync());

        Assert.Equal(expected, key.State);
    }

    [Fact]
    public async Task The_ARN_of_a_key_will_do_and_an_alias_will_not()
    {
        var key = _sandbox.Account.AddKey("PendingDeletion");

        Assert.Single((await Trial($"arn:aws:kms:eu-west-1:111122223333:key/{key.Id}").PlanAsync()).Changes);
        Assert.Contains("by its id", await Trial("alias/data").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_AWS_and_keys_in_other_states_are_not_applicable()
    {
        Assert.Contains("AWS manages", await Trial(_sandbox.Account.AddKey(manager: "AWS").Id).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("PendingImport", await Trial(_sandbox.Account.AddKey("PendingImport").Id).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_is_not_applicable() =>
        Assert.Contains("(any more)", await Trial("00000000-0000-4000-9000-00000000ffff").NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_key_whose_tags_cannot_be_read_is_planned_and_its_tags_are_unknown()
    {
        var key = _sandbox.Account.AddKey("PendingDeletion");
        _sandbox.Faults.On("ListResourceTags", Fault.AccessDenied);

        var observation = await Trial(key.Id).ObserveAsync();

        Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.IsType<TagReading.Unknown>(observation.Tags);
    }

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        _sandbox.Faults.On("DescribeKey", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(_sandbox.Account.AddKey("PendingDeletion").Id).ObserveAsync()).Plan);
    }

    private StepTrial Trial(string id, string? options = null) => StepTrial.On(_sandbox, new RestoreKey(), StepTrial.Resource(ResourceKinds.Key, id), options);
}
