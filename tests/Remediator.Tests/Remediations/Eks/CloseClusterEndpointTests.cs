using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.Eks;

public sealed class CloseClusterEndpointTests : IAsyncLifetime
{
    private const string Office = """{"allow":["203.0.113.0/24"]}""";

    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task The_public_endpoint_goes_private_access_comes_and_the_undo_brings_back_exactly_what_was()
    {
        var cluster = _sandbox.Account.AddCluster("shop", ranges: ["198.51.100.0/24", "203.0.113.0/24"], tags: new Tags { ["team"] = "shop" });
        var before = _sandbox.Snapshot();
        var trial = Trial();

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("shop", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal((false, true), (cluster.PublicAccess, cluster.PrivateAccess));
        Assert.Contains("Private access is turned on", Assert.Single(plan.Changes).Note, StringComparison.Ordinal);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Theory]
    [InlineData("0.0.0.0/0", "203.0.113.0/24")]
    [InlineData("203.0.113.7/32", "203.0.113.7/32")]
    [InlineData("203.0.0.0/16,198.51.100.0/24", "203.0.113.0/24")]
    [InlineData("198.51.100.0/24", "")]
    public async Task Known_ranges_keep_the_endpoint_and_never_get_more_of_it_than_they_had(string open, string left)
    {
        var cluster = _sandbox.Account.AddCluster("shop", isPrivate: true, ranges: open.Split(','));
        var trial = Trial(Office);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        Assert.Equal(left.Length > 0, cluster.PublicAccess);
        Assert.Equal(left, cluster.PublicAccess ? string.Join(',', cluster.PublicRanges) : "");
        Assert.True(cluster.PrivateAccess);
    }

    [Fact]
    public async Task A_cluster_whose_nodes_need_the_public_endpoint_is_left_alone_where_private_access_may_not_be_turned_on()
    {
        _sandbox.Account.AddCluster("shop");

        Assert.Contains("cut its nodes off", await Trial("""{"turnOnPrivateAccess":false}""").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0/0", "is everybody")]
    [InlineData("::/0", "is everybody")]
    [InlineData("office", "is not a range")]
    public async Task Ranges_that_are_none_or_everybody_are_refused(string range, string reason)
    {
        _sandbox.Account.AddCluster("shop");

        Assert.Contains(reason, await Trial($$"""{"allow":["{{range}}"]}""").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_clusters_and_names_that_are_none_are_not_applicable()
    {
        Assert.Contains("(any more)", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("valid name", await StepTrial.On(_sandbox, new CloseClusterEndpoint(), StepTrial.Resource(ResourceKinds.EksCluster, "shop/*")).NotApplicableAsync(), StringComparison.Ordinal);
        _sandbox.Account.AddCluster("shop").Status = "DELETING";
        Assert.Contains("is DELETING", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_EKS_updates_the_cluster_its_endpoint_is_unknown_and_not_planned_upon()
    {
        _sandbox.Account.AddCluster("shop").UpdatingUntil = DateTimeOffset.MaxValue;

        var plan = Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);

        Assert.Contains("still applying an update", plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_read_is_no_plan()
    {
        _sandbox.Account.AddCluster("shop");
        _sandbox.Faults.On("DescribeCluster", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Office)]
    public async Task While_EKS_brings_the_wanted_values_into_force_that_is_told_and_no_success_is_recorded_until_it_is_done(string? options)
    {
        await using var run = await Ec2Run.StartRestrictedAsync("close-cluster-endpoint");
        var cluster = run.Account.AddCluster("shop");
        cluster.UpdateTime = TimeSpan.FromDays(1);

        var begun = await RespondAsync(run, options);
        Assert.Equal(ExecutionState.Applied, begun.State);
        var notice = new NoticeRenderer().Render(Assert.Single(Outbox.For(begun)));
        Assert.StartsWith("IN PROGRESS", notice.Headline, StringComparison.Ordinal);
        Assert.Contains("takes minutes", notice.Reasons.Single(), StringComparison.Ordinal);
        Assert.Null(Assert.Single(begun.Changes).ReadBack);

        var again = await RespondAsync(run, options);
        Assert.Equal((ExecutionState.Applied, begun.Failure), (again.State, again.Failure));
        Assert.Equal([NoticeKind.InProgress], await run.MessagesAsync());

        cluster.UpdatingUntil = DateTimeOffset.MinValue;
        var done = await RespondAsync(run, options);
        Assert.Equal((ExecutionState.Verified, null), (done.State, done.Failure));
        Assert.Single(run.Sandbox.Calls, c => c.Operation == "UpdateClusterConfig");

        cluster.UpdateTime = TimeSpan.Zero;
        Ec2Run.AssertReleased(await run.ReleaseAsync(done));
        Assert.Empty(run.Differences());
    }

    [Fact]
    public async Task A_release_that_EKS_is_still_at_says_so_and_is_finished_by_another()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("close-cluster-endpoint");
        var cluster = run.Account.AddCluster("shop");
        var done = await RespondAsync(run);
        cluster.UpdateTime = TimeSpan.FromDays(1);

        var begun = await run.ReleaseAsync(done);
        Assert.Equal(ExecutionState.Drifted, begun.State);
        Assert.Contains("takes minutes; release it again when it is done", begun.Failure, StringComparison.Ordinal);

        cluster.UpdatingUntil = DateTimeOffset.MinValue;
        Ec2Run.AssertReleased(await run.ReleaseAsync(begun));
        Assert.Empty(run.Differences());
        Assert.Equal(2, run.Sandbox.Calls.Count(c => c.Operation == "UpdateClusterConfig"));
    }

    [Fact]
    public async Task An_update_to_other_values_is_no_progress()
    {
        await using var run = await Ec2Run.StartAsync();
        var cluster = run.Account.AddCluster("shop");
        cluster.UpdateTime = TimeSpan.FromDays(1);
        await RespondAsync(run);
        cluster.Updates[^1].Params[0]!["value"] = "true";

        var record = await RespondAsync(run);

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains("still applying an update", Assert.Single(record.Changes).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_that_failed_is_asked_for_again()
    {
        await using var run = await Ec2Run.StartAsync();
        var cluster = run.Account.AddCluster("shop");
        cluster.UpdateTime = TimeSpan.FromDays(1);
        await RespondAsync(run);
        (cluster.UpdateTime, cluster.UpdatingUntil, cluster.PublicAccess) = (TimeSpan.Zero, DateTimeOffset.MinValue, true);

        Ec2Run.AssertVerified(await RespondAsync(run));

        Assert.False(cluster.PublicAccess);
    }

    [Fact]
    public async Task Another_update_that_runs_is_told_as_the_reason()
    {
        var cluster = _sandbox.Account.AddCluster("shop");
        var plan = await Trial().PlanAsync();
        cluster.UpdatingUntil = DateTimeOffset.MaxValue;
        var change = Assert.Single(plan.Changes);

        var failure = await Assert.ThrowsAsync<RemediationException>(() =>
            new ClusterEndpointAccess().WriteAsync(_sandbox.Session(), new(change.Target, change.Before, change.After, "rx-0123456789abcdef0123"), CancellationToken.None));

        Assert.Contains("the next delivery tries again", failure.Message, StringComparison.Ordinal);
    }

    private static Task<ExecutionRecord> RespondAsync(Ec2Run run, string? options = null) =>
        run.RespondAsync(StepTrial.Resource(ResourceKinds.EksCluster, "shop"), CancellationToken.None, ("close-cluster-endpoint", options));

    private StepTrial Trial(string? options = null) => StepTrial.On(_sandbox, new CloseClusterEndpoint(), StepTrial.Resource(ResourceKinds.EksCluster, "shop"), options);
}
