using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.Kubernetes;

public sealed class RemoveAnonymousBindingsTests : IAsyncLifetime
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Nobody = "Group system:unauthenticated";

    private static readonly ResourceRef Cluster = new(ResourceKinds.EksCluster, "shop");

    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions { PageSize = 1 });

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Callers_who_are_nobody_leave_every_binding_others_stay_and_the_undo_brings_them_back_in_their_order()
    {
        Seed(_sandbox.Account);
        var before = _sandbox.Snapshot();
        var trial = Trial();

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal(["alice"], Subjects("/clusterrolebindings/debug"));
        Assert.Empty(Subjects("/namespaces/web/rolebindings/everybody"));
        Assert.Equal(["system:authenticated", "system:unauthenticated"], Subjects("/clusterrolebindings/system:public-info-viewer"));
        Assert.Contains(plan.Changes, c => c.Note == "It gave the ClusterRole cluster-admin.");

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_binding_that_only_has_the_name_of_Kubernetes_own_is_none_of_its()
    {
        _sandbox.Account.AddCluster("shop");
        _sandbox.Account.AddBinding("shop", null, "system:public-info-viewer", "cluster-admin", [Nobody]);
        _sandbox.Account.AddBinding("shop", "web", "system:public-info-viewer", "system:public-info-viewer", [Nobody]);

        Assert.Equal(2, (await Trial().PlanAsync()).Changes.Length);
    }

    [Fact]
    public async Task Users_and_service_accounts_of_such_a_name_are_somebody()
    {
        _sandbox.Account.AddCluster("shop");
        _sandbox.Account.AddBinding("shop", null, "odd", "view", ["User system:unauthenticated", "ServiceAccount system:anonymous", "Group system:authenticated"]);

        Assert.Contains("no binding of shop", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_that_was_deleted_since_gives_nobody_anything_and_is_not_said_to_be_put_back()
    {
        await using var run = await Ec2Run.StartAsync();
        Seed(run.Account);
        var record = await run.RespondAsync(Cluster, CancellationToken.None, ("remove-anonymous-bindings", null));
        Ec2Run.AssertVerified(record);
        run.Region.Clusters["shop"].Objects.Remove($"{Rbac}/clusterrolebindings/debug");

        Assert.True(new BindingSubjects().Matches(AttributeValue.Absent, record.Changes[0].Change.After));
        Assert.False(new BindingSubjects().Matches(AttributeValue.Absent, record.Changes[0].Change.Before));
    }

    [Fact]
    public async Task A_release_puts_the_other_bindings_back_and_says_which_one_is_gone()
    {
        await using var run = await Ec2Run.StartAsync();
        Seed(run.Account);
        var record = await run.RespondAsync(Cluster, CancellationToken.None, ("remove-anonymous-bindings", null));
        run.Region.Clusters["shop"].Objects.Remove($"{Rbac}/clusterrolebindings/debug");

        var released = await run.ReleaseAsync(record);

        Ec2Run.AssertReleased(released);
        Assert.Equal((ChangeStatus.Gone, ChangeStatus.Released), (released.Changes.Single(c => c.Change.Target.Id == "shop/debug").Status, released.Changes.Single(c => c.Change.Target.Id == "shop/web/everybody").Status));
        Assert.Equal("system:unauthenticated", (string?)run.Region.Clusters["shop"].Objects[$"{Rbac}/namespaces/web/rolebindings/everybody"].Body["subjects"]![0]!["name"]);
        Assert.DoesNotContain($"{Rbac}/clusterrolebindings/debug", run.Region.Clusters["shop"].Objects.Keys);
        var notice = new NoticeRenderer().Render(Assert.Single(Outbox.For(released)));
        Assert.Equal("Put back, but for what is gone", notice.Headline.Split(':')[0]);
        Assert.Contains(notice.Changes, c => c.Status.Contains("no such binding", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("remediator", "protected")]
    [InlineData("break-glass", "yes")]
    public async Task Whoever_made_a_binding_can_not_protect_it_by_a_label(string label, string value)
    {
        await using var run = await Ec2Run.StartAsync();
        Seed(run.Account);
        run.Region.Clusters["shop"].Objects[$"{Rbac}/clusterrolebindings/debug"].Body["metadata"]!["labels"] = new JsonObject { [label] = value };

        Ec2Run.AssertVerified(await run.RespondAsync(Cluster, CancellationToken.None, ("remove-anonymous-bindings", null)));
    }

    [Fact]
    public async Task A_binding_that_somebody_changed_after_it_was_read_is_not_overwritten()
    {
        Seed(_sandbox.Account);
        var change = (await Trial().PlanAsync()).Changes[0];
        Objects["/clusterrolebindings/debug"]["subjects"]!.AsArray().RemoveAt(1);

        await Assert.ThrowsAsync<RemediationException>(() => new BindingSubjects().WriteAsync(_sandbox.Session(), new(change.Target, change.Before, change.After, "rx-0123456789abcdef0123"), CancellationToken.None));
    }

    [Theory]
    [InlineData("DescribeCluster")]
    [InlineData("ListClusterRoleBindings")]
    [InlineData("ListRoleBindings")]
    public async Task Bindings_that_can_not_be_read_are_unknown_and_never_none(string operation)
    {
        _sandbox.Account.AddCluster("shop");
        _sandbox.Faults.On(operation, new Fault.Refuse("Forbidden", 403, "not allowed"));

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    [Fact]
    public async Task With_the_clusters_permission_alone_it_removes_and_puts_back()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("remove-anonymous-bindings");
        Seed(run.Account);
        run.Account.AddAccessEntry("shop", $"arn:aws:iam::{Some.Account}:role/RemediatorAction", groups: ["remediator"]);

        var record = await run.RespondAsync(Cluster, CancellationToken.None, ("remove-anonymous-bindings", null));

        Ec2Run.AssertVerified(record);
        Ec2Run.AssertReleased(await run.ReleaseAsync(record));
        Assert.Empty(run.Differences());
    }

    private Dictionary<string, JsonObject> Objects =>
        _sandbox.Account.Region("us-east-1").Clusters["shop"].Objects.ToDictionary(o => o.Key[Rbac.Length..], o => o.Value.Body);

    private IEnumerable<string?> Subjects(string path) => Objects[path]["subjects"]!.AsArray().Select(s => (string?)s!["name"]);

    private static void Seed(SandboxAccount account)
    {
        account.AddCluster("shop");
        account.AddBinding("shop", null, "system:public-info-viewer", "system:public-info-viewer", ["Group system:authenticated", Nobody]);
        account.AddBinding("shop", null, "admins", "cluster-admin", ["User bob"]);
        account.AddBinding("shop", null, "debug", "cluster-admin", ["User system:anonymous", "User alice", Nobody]);
        account.AddBinding("shop", "web", "everybody", "view", [Nobody]);
    }

    private StepTrial Trial() => StepTrial.On(_sandbox, new RemoveAnonymousBindings(), Cluster);
}
