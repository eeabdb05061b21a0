using Remediator.Attributes;
using Remediator.Execution;

namespace Remediator.Tests.Remediations.Ec2;

/// <summary>Snapshots taken in the sandbox, found again, and kept.</summary>
public sealed class SnapshotVolumesSandboxTests : IAsyncLifetime
{
    private Ec2Run _run = null!;

    public async Task InitializeAsync() => _run = await Ec2Run.StartAsync(pageSize: 1);

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Takes_one_set_in_one_call_with_tags_that_find_it_again()
    {
        var instance = _run.Account.AddInstance(volumes: 3);

        var record = await SnapshotAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        Assert.Single(_run.Sandbox.Calls, c => c.Operation == "CreateSnapshots");
        Assert.Equal(3, _run.Region.Snapshots.Count);
        Assert.All(_run.Region.Snapshots.Values, s =>
        {
            Assert.Equal(record.Id, s.Tags[EngineTags.Execution]);
            Assert.Equal(instance.Id, s.Tags[EngineTags.Instance]);
            Assert.Equal(record.Finding.Id, s.Tags[EngineTags.Finding]);
        });
    }

    [Fact]
    public async Task A_second_run_and_a_release_leave_them_alone()
    {
        var instance = _run.Account.AddInstance(volumes: 2);

        var record = await SnapshotAsync(instance.Id);
        await SnapshotAsync(instance.Id);
        await _run.IsolateAsync(instance.Id);

        Ec2Run.AssertVerified(record);
        Assert.Equal(2, _run.Region.Snapshots.Count);
    }

    [Fact]
    public async Task Does_not_apply_to_an_instance_without_volumes()
    {
        var instance = _run.Account.AddInstance(volumes: 0);

        Assert.Equal(StepOutcome.NotApplicable, Assert.Single((await SnapshotAsync(instance.Id)).Steps).Outcome);
        Assert.Equal(StepOutcome.NotApplicable, Assert.Single((await SnapshotAsync(Some.InstanceId)).Steps).Outcome);
    }

    private Task<ExecutionRecord> SnapshotAsync(string instanceId) => _run.RespondAsync(instanceId, CancellationToken.None, ("snapshot-volumes", null));
}
