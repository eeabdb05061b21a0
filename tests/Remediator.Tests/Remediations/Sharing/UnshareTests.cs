using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Sharing;

public sealed class UnshareTests : IAsyncLifetime
{
    private const string Partner = "444455556666", Stranger = "999988887777";
    private const string Organization = "arn:aws:organizations::111122223333:organization/o-1234567890";
    private const string Unit = "arn:aws:organizations::111122223333:ou/o-1234567890/ou-1";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task A_snapshot_is_shared_with_nobody_any_more_and_the_undo_shares_it_as_before()
    {
        var snapshot = _sandbox.Account.AddSnapshot(["all", Partner], new Tags { ["team"] = "data" });

        await RoundTripAsync(new UnshareSnapshot(), ResourceKinds.Snapshot, snapshot.Id, snapshot.SharedWith);
    }

    [Fact]
    public async Task An_image_is_shared_with_nobody_any_more_and_the_undo_shares_it_as_before()
    {
        var image = _sandbox.Account.AddImage(["all", Partner, Organization, Unit], new Tags { ["team"] = "data" });

        await RoundTripAsync(new UnshareImage(), ResourceKinds.Image, image.Id, image.SharedWith);
    }

    [Theory]
    [InlineData(ResourceKinds.DbSnapshot, false)]
    [InlineData(ResourceKinds.DbClusterSnapshot, true)]
    public async Task A_database_snapshot_is_shared_with_nobody_any_more_and_the_undo_shares_it_as_before(string kind, bool ofCluster)
    {
        var snapshot = AddDbSnapshot(ofCluster);

        await RoundTripAsync(new UnshareDbSnapshot(), kind, "orders-2026", snapshot.SharedWith);
    }

    [Theory]
    [InlineData(ResourceKinds.Snapshot)]
    [InlineData(ResourceKinds.Image)]
    [InlineData(ResourceKinds.DbSnapshot)]
    public async Task Accounts_by_name_keep_what_everybody_loses_and_the_undo_shares_it_as_before(string kind)
    {
        var accounts = Enumerable.Range(0, 30).Select(n => $"{n:D12}").ToList();
        var (id, shared) = kind == ResourceKinds.Snapshot && _sandbox.Account.AddSnapshot([.. accounts, "all"]) is var snapshot ? (snapshot.Id, snapshot.SharedWith)
            : kind == ResourceKinds.Image && _sandbox.Account.AddImage([.. accounts, "all"]) is var image ? (image.Id, image.SharedWith)
            : ("orders-2026", AddDbSnapshot(false).SharedWith);
        shared.UnionWith(accounts);
        var before = _sandbox.Snapshot();
        var trial = Trial(kind, id);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.DoesNotContain("all", shared);
        Assert.All(accounts, a => Assert.Contains(a, shared));
        Assert.Contains("more, as the playbook says", Assert.Single(plan.Changes).Note, StringComparison.Ordinal);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task Those_that_the_playbook_names_keep_it()
    {
        var snapshot = _sandbox.Account.AddSnapshot(["all", Partner, Stranger]);
        var trial = StepTrial.On(_sandbox, new UnshareSnapshot(), StepTrial.Resource(ResourceKinds.Snapshot, snapshot.Id), $$"""{"whom":"all","keep":["{{Partner}}"]}""");

        await trial.ApplyAsync(await trial.PlanAsync());

        Assert.Equal([Partner], snapshot.SharedWith);
    }

    [Fact]
    public async Task More_than_one_call_takes_are_removed()
    {
        var snapshot = _sandbox.Account.AddSnapshot(Enumerable.Range(0, 230).Select(n => $"{n:D12}"));
        var trial = StepTrial.On(_sandbox, new UnshareSnapshot(), StepTrial.Resource(ResourceKinds.Snapshot, snapshot.Id), """{"whom":"all"}""");

        await trial.ApplyAsync(await trial.PlanAsync());

        Assert.Empty(snapshot.SharedWith);
        Assert.Equal(3, _sandbox.Calls.Count(c => c.Operation == "ModifySnapshotAttribute"));
    }

    [Theory]
    [InlineData(ResourceKinds.Snapshot, "snap-0123456789abcdef0")]
    [InlineData(ResourceKinds.Image, "ami-0123456789abcdef0")]
    [InlineData(ResourceKinds.DbSnapshot, "orders-2026")]
    [InlineData(ResourceKinds.DbClusterSnapshot, "orders-2026")]
    public async Task What_is_gone_is_not_applicable(string kind, string id) =>
        Assert.Contains("(any more)", await Trial(kind, id).NotApplicableAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData(ResourceKinds.Snapshot, "snap-*")]
    [InlineData(ResourceKinds.Image, "snap-0123456789abcdef0")]
    [InlineData(ResourceKinds.DbSnapshot, "rds:orders-2026-11-01")]
    [InlineData(ResourceKinds.DbClusterSnapshot, "../x")]
    public async Task An_id_that_is_not_of_the_documented_form_is_never_used(string kind, string id)
    {
        await Trial(kind, id).NotApplicableAsync();

        Assert.Empty(_sandbox.Calls);
    }

    [Theory]
    [InlineData(ResourceKinds.Snapshot, "DescribeSnapshotAttribute")]
    [InlineData(ResourceKinds.Image, "DescribeImageAttribute")]
    [InlineData(ResourceKinds.DbSnapshot, "DescribeDBSnapshotAttributes")]
    public async Task A_failed_read_is_unknown(string kind, string operation)
    {
        AddDbSnapshot(false);
        var id = kind == ResourceKinds.Snapshot ? _sandbox.Account.AddSnapshot().Id : kind == ResourceKinds.Image ? _sandbox.Account.AddImage().Id : "orders-2026";
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(kind, id).ObserveAsync()).Plan);
    }

    private async Task RoundTripAsync(Remediation remediation, string kind, string id, SortedSet<string> sharedWith)
    {
        var before = _sandbox.Snapshot();
        var trial = StepTrial.On(_sandbox, remediation, StepTrial.Resource(kind, id), """{"whom":"all"}""");

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("data", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Empty(sharedWith);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    private DatabaseSnapshot AddDbSnapshot(bool ofCluster)
    {
        var snapshot = new DatabaseSnapshot { Id = "orders-2026", OfCluster = ofCluster, Tags = new Tags { ["team"] = "data" } };
        snapshot.SharedWith.UnionWith(["all", Partner]);
        return _sandbox.Account.Region("us-east-1").DatabaseSnapshots["orders-2026"] = snapshot;
    }

    private StepTrial Trial(string kind, string id) => StepTrial.On(
        _sandbox,
        kind == ResourceKinds.Snapshot ? new UnshareSnapshot() : kind == ResourceKinds.Image ? new UnshareImage() : new UnshareDbSnapshot(),
        StepTrial.Resource(kind, id));
}
