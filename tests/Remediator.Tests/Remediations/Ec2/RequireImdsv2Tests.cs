using Remediator.Cli.Sandbox;
using Remediator.Execution;

namespace Remediator.Tests.Remediations.Ec2;

public sealed class RequireImdsv2Tests : IAsyncLifetime
{
    private Ec2Run _run = null!;

    public async Task InitializeAsync() => _run = await Ec2Run.StartRestrictedAsync("require-imdsv2");

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Theory]
    [InlineData(null, 3)]
    [InlineData("""{"hopLimit":1}""", 1)]
    public async Task Asks_for_tokens_changes_the_hops_only_where_told_and_puts_both_back(string? options, int hops)
    {
        var instance = _run.Account.AddInstance();
        (instance.HttpTokens, instance.HttpHopLimit) = ("optional", 3);

        var record = await RequireAsync(instance.Id, options);

        Ec2Run.AssertVerified(record);
        Assert.Equal(("required", hops), (instance.HttpTokens, instance.HttpHopLimit));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Empty(_run.Differences());
    }

    [Fact]
    public async Task An_instance_that_asks_already_is_left_alone()
    {
        var instance = _run.Account.AddInstance();

        var record = await RequireAsync(instance.Id, null);

        Assert.Equal(StepOutcome.AlreadyCompliant, Assert.Single(record.Steps).Outcome);
        Assert.DoesNotContain(_run.Sandbox.Calls, c => c.Operation == "ModifyInstanceMetadataOptions");
    }

    [Fact]
    public async Task A_refused_change_is_a_failure()
    {
        var instance = _run.Account.AddInstance();
        instance.HttpTokens = "optional";
        _run.Sandbox.Faults.On("ModifyInstanceMetadataOptions", Fault.AccessDenied, times: 10);

        Assert.Equal(ExecutionState.Failed, (await RequireAsync(instance.Id, null)).State);
        Assert.Equal("optional", instance.HttpTokens);
    }

    [Fact]
    public async Task Does_not_apply_without_an_instance() =>
        Assert.Contains("no instance", Assert.Single((await RequireAsync(Some.InstanceId, null)).Steps).Reason, StringComparison.Ordinal);

    private Task<ExecutionRecord> RequireAsync(string id, string? options) => _run.RespondAsync(id, CancellationToken.None, ("require-imdsv2", options));
}
