using Remediator.Cli.Sandbox;
using Remediator.Execution;

namespace Remediator.Tests.Remediations.Ec2;

public sealed class ReplaceInstanceProfileTests : IAsyncLifetime
{
    private Ec2Run _run = null!;

    public async Task InitializeAsync()
    {
        _run = await Ec2Run.StartRestrictedAsync("replace-instance-profile");
        _run.Account.AddRole("web");
        _run.Account.AddRole("nothing-but-ssm");
        _run.Account.AddInstance(role: "nothing-but-ssm");
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Theory]
    [InlineData(null, null)]
    [InlineData("""{"with":"nothing-but-ssm"}""", "arn:aws:iam::111122223333:instance-profile/nothing-but-ssm")]
    public async Task Takes_the_profile_away_or_replaces_it_and_gives_it_back(string? options, string? wanted)
    {
        var instance = _run.Account.AddInstance(role: "web");

        var record = await ReplaceAsync(instance.Id, options);

        Ec2Run.AssertVerified(record);
        Assert.Equal(wanted, ProfileOf(instance.Id));
        Ec2Run.AssertReleased(await _run.ReleaseAsync(record));
        Assert.Equal("arn:aws:iam::111122223333:instance-profile/web", ProfileOf(instance.Id));
    }

    [Fact]
    public async Task A_profile_that_does_not_exist_fails_and_changes_nothing()
    {
        var instance = _run.Account.AddInstance(role: "web");

        var record = await ReplaceAsync(instance.Id, """{"with":"no-such-profile"}""");

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Equal("arn:aws:iam::111122223333:instance-profile/web", ProfileOf(instance.Id));
    }

    [Fact]
    public async Task A_second_delivery_changes_nothing()
    {
        var instance = _run.Account.AddInstance(role: "web");
        await ReplaceAsync(instance.Id, null);
        var calls = _run.Sandbox.Calls.Count;

        await ReplaceAsync(instance.Id, null);

        Assert.DoesNotContain(_run.Sandbox.Calls.Skip(calls), c => c.Changes && c.Operation != "AssumeRole");
    }

    [Fact]
    public async Task Does_not_apply_without_a_profile()
    {
        var instance = _run.Account.AddInstance();

        Assert.Contains("no instance profile", Assert.Single((await ReplaceAsync(instance.Id, null)).Steps).Reason, StringComparison.Ordinal);
        Assert.Contains("no instance", Assert.Single((await ReplaceAsync(Some.InstanceId, null)).Steps).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        var instance = _run.Account.AddInstance(role: "web");
        _run.Sandbox.Faults.On("DescribeIamInstanceProfileAssociations", Fault.AccessDenied, times: 10);

        Assert.Equal(StepOutcome.Unknown, Assert.Single((await ReplaceAsync(instance.Id, null)).Steps).Outcome);
    }

    private string? ProfileOf(string id) => _run.Region.ProfileAssociations.Values.SingleOrDefault(a => a.InstanceId == id)?.ProfileArn;

    private Task<ExecutionRecord> ReplaceAsync(string id, string? options) => _run.RespondAsync(id, CancellationToken.None, ("replace-instance-profile", options));
}
