using System.Text.Json.Nodes;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.Kubernetes;

public sealed class PodTests : IAsyncLifetime
{
    private const string PodPath = "/api/v1/namespaces/web/pods/app-1";
    private const string Policies = "/apis/networking.k8s.io/v1/namespaces/web/networkpolicies";

    private static readonly ResourceRef Cluster = new(ResourceKinds.EksCluster, "shop");
    private static readonly ResourceRef Pod = new(ResourceKinds.KubernetesWorkload, "web/pods/app-1");

    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions { PageSize = 1 });

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task A_pod_is_labelled_for_a_policy_that_lets_nothing_in_or_out_and_the_undo_leaves_no_trace()
    {
        Seed();
        var before = _sandbox.Snapshot();
        var trial = Trial(new IsolatePod());

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("web", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        Assert.True(plan.Changes[0].Stage < plan.Changes[1].Stage, "the policy comes before the label that it is for");
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal("""{"app":"web","remediator/quarantine":"true"}""", Labels);
        Assert.Equal(
            """{"egress":null,"ingress":null,"podSelector":{"matchLabels":{"remediator/quarantine":"true"}},"policyTypes":["Ingress","Egress"]}""",
            new JsonObject { ["egress"] = Quarantine["egress"]?.DeepClone(), ["ingress"] = Quarantine["ingress"]?.DeepClone(), ["podSelector"] = Quarantine["podSelector"]!.DeepClone(), ["policyTypes"] = Quarantine["policyTypes"]!.DeepClone() }.ToJsonString());
        Assert.Contains(plan.Survivors, s => s.Contains("only where the cluster's network plugin enforces it", StringComparison.Ordinal));
        Assert.Contains(plan.Survivors, s => s.Contains("Connections that are open already", StringComparison.Ordinal));
        Assert.Contains(plan.Survivors, s => s.Contains("ReplicaSet web-7d4b9c still counts on the pod", StringComparison.Ordinal));
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task Detached_it_keeps_no_label_by_which_anything_else_knows_it()
    {
        Seed();
        var trial = Trial(new IsolatePod(), """{"detach":true}""");

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        Assert.Equal("""{"remediator/quarantine":"true"}""", Labels);
        Assert.Contains("starts another pod in its place", plan.Changes[1].Note, StringComparison.Ordinal);
        await trial.UndoAsync(plan);
        Assert.Equal("""{"app":"web"}""", Labels);
    }

    [Fact]
    public async Task Policies_that_go_on_allowing_the_pod_something_are_named()
    {
        Seed();
        var allow = new JsonArray(new JsonObject());
        _sandbox.Account.AddNetworkPolicy("shop", "web", "for-app", new JsonObject { ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "web" } }, ["egress"] = allow.DeepClone() });
        _sandbox.Account.AddNetworkPolicy("shop", "web", "for-all", new JsonObject { ["podSelector"] = new JsonObject(), ["ingress"] = allow.DeepClone() });
        _sandbox.Account.AddNetworkPolicy("shop", "web", "for-others", new JsonObject { ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "api" } }, ["egress"] = allow.DeepClone() });
        _sandbox.Account.AddNetworkPolicy("shop", "web", "denies", new JsonObject { ["podSelector"] = new JsonObject(), ["policyTypes"] = new JsonArray("Ingress") });

        var kept = await Trial(new IsolatePod()).PlanAsync();
        var detached = await Trial(new IsolatePod(), """{"detach":true}""").PlanAsync();

        Assert.Contains(kept.Survivors, s => s.EndsWith("can deny: for-all, for-app. With the option detach, those that select it by a label do not.", StringComparison.Ordinal));
        Assert.Contains(detached.Survivors, s => s.EndsWith("can deny: for-all.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_of_that_name_which_somebody_else_made_is_left_alone()
    {
        Seed();
        _sandbox.Account.AddNetworkPolicy("shop", "web", "remediator-quarantine", new JsonObject { ["podSelector"] = new JsonObject() });

        Assert.Contains("says something else", await Trial(new IsolatePod()).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_somebody_changed_after_it_was_read_is_not_deleted()
    {
        Seed();
        var trial = Trial(new IsolatePod());
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        var change = plan.Changes[0];
        Quarantine["ingress"] = new JsonArray(new JsonObject());

        await Assert.ThrowsAsync<RemediationException>(() =>
            new QuarantineNetworkPolicy().WriteAsync(_sandbox.Session(), new(change.Target, change.After, change.Before, "rx-0123456789abcdef0123"), CancellationToken.None));

        Assert.True(Objects.ContainsKey($"{Policies}/remediator-quarantine"));
    }

    [Fact]
    public async Task A_pod_that_shares_the_network_of_its_node_is_not_for_policies()
    {
        _sandbox.Account.AddCluster("shop");
        _sandbox.Account.AddPod("shop", "web", "app-1", hostNetwork: true);

        Assert.Contains("isolate the instance instead", await Trial(new IsolatePod()).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_pod_of_the_same_name_is_not_touched()
    {
        Seed();
        var plan = await Trial(new IsolatePod()).PlanAsync();
        Objects[PodPath].Body["metadata"]!["uid"] = "another";
        var change = plan.Changes[1];

        Assert.True((await new PodLabels().ReadAsync(_sandbox.Session(), change.Target, CancellationToken.None)).IsAbsent);
        await new PodLabels().WriteAsync(_sandbox.Session(), new(change.Target, change.Before, change.After, "rx-0123456789abcdef0123"), CancellationToken.None);

        Assert.Equal("""{"app":"web"}""", Labels);
    }

    [Fact]
    public async Task A_pod_whose_labels_somebody_changed_after_they_were_read_is_not_overwritten()
    {
        Seed();
        var change = (await Trial(new IsolatePod()).PlanAsync()).Changes[1];
        Objects[PodPath].Body["metadata"]!["labels"]!["team"] = "shop";

        await Assert.ThrowsAsync<RemediationException>(() => new PodLabels().WriteAsync(_sandbox.Session(), new(change.Target, change.Before, change.After, "rx-0123456789abcdef0123"), CancellationToken.None));

        Assert.Equal("""{"app":"web","team":"shop"}""", Labels);
    }

    [Fact]
    public async Task A_conflict_over_another_field_is_tried_again_and_one_that_stays_is_a_failure()
    {
        Seed();
        var change = (await Trial(new IsolatePod()).PlanAsync()).Changes[1];
        _sandbox.Faults.On("PatchPod", new Fault.Refuse("Conflict", 409, "the object has been modified"), times: 2);
        await new PodLabels().WriteAsync(_sandbox.Session(), new(change.Target, change.Before, change.After, "rx-0123456789abcdef0123"), CancellationToken.None);
        Assert.Equal("""{"app":"web","remediator/quarantine":"true"}""", Labels);

        _sandbox.Faults.On("PatchPod", new Fault.Refuse("Conflict", 409, "the object has been modified"), times: 99);
        await Assert.ThrowsAsync<RemediationException>(() => new PodLabels().WriteAsync(_sandbox.Session(), new(change.Target, change.After, change.Before, "rx-0123456789abcdef0123"), CancellationToken.None));
    }

    [Fact]
    public async Task The_node_of_the_pod_takes_no_new_pods_until_the_undo()
    {
        Seed();
        var before = _sandbox.Snapshot();
        var trial = Trial(new CordonNode());

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Contains("i-0a1b2c3d4e5f60718", Assert.Single(plan.Changes).Note, StringComparison.Ordinal);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.True((bool)Node["spec"]!["unschedulable"]!);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_node_of_Fargate_and_a_pod_without_a_node_need_no_cordon()
    {
        Seed();
        Node["metadata"]!["labels"]!["eks.amazonaws.com/compute-type"] = "fargate";
        Assert.Contains("Fargate", await Trial(new CordonNode()).NotApplicableAsync(), StringComparison.Ordinal);

        Objects[PodPath].Body["spec"]!.AsObject().Remove("nodeName");
        Assert.Contains("runs on no node", await Trial(new CordonNode()).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web/deployments/app", "no pod")]
    [InlineData("web/app-1", "namespace, type and name")]
    [InlineData("web/pods/..", "namespace, type and name")]
    [InlineData("web/pods/app-2", "(any more)")]
    public async Task What_names_no_pod_that_is_there_is_not_applicable(string workload, string reason)
    {
        Seed();
        var trial = new StepTrial(_sandbox.Session(), new IsolatePod(), Pod with { Id = workload }) { Others = [Cluster] };

        Assert.Contains(reason, await trial.NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workload_of_no_cluster_or_of_one_of_several_is_not_looked_for()
    {
        Seed();
        Assert.Contains("one cluster", await StepTrial.On(_sandbox, new IsolatePod(), Pod).NotApplicableAsync(), StringComparison.Ordinal);
        var several = new StepTrial(_sandbox.Session(), new IsolatePod(), Pod) { Others = [Cluster, Cluster with { Id = "stage" }] };
        Assert.Contains("one cluster", await several.NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DescribeCluster")]
    [InlineData("GetPod")]
    [InlineData("ListNetworkPolicies")]
    public async Task A_failed_read_is_no_plan(string operation)
    {
        Seed();
        _sandbox.Faults.On(operation, new Fault.Refuse("Forbidden", 403, "not allowed"));

        Assert.IsType<StepPlan.Unknown>((await Trial(new IsolatePod()).ObserveAsync()).Plan);
    }

    [Fact]
    public async Task With_the_clusters_permission_alone_pod_and_node_are_cut_off_and_given_back_and_the_calls_are_on_record()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("isolate-pod", "cordon-node");
        run.Account.AddCluster("shop");
        run.Account.AddAccessEntry("shop", $"arn:aws:iam::{Some.Account}:role/RemediatorAction", groups: ["remediator"]);
        run.Account.AddPod("shop", "web", "app-1");
        run.Others = [Cluster];

        var record = await run.RespondAsync(Pod, CancellationToken.None, ("isolate-pod", null), ("cordon-node", null));

        Ec2Run.AssertVerified(record);
        var calls = record.Changes.SelectMany(c => c.Calls ?? []).ToList();
        Assert.Contains(calls, c => c is { Service: "Kubernetes", Operation: $"PATCH {PodPath}", RequestId: not null, Error: null });
        Ec2Run.AssertReleased(await run.ReleaseAsync(record));
        Assert.Empty(run.Differences());
    }

    [Fact]
    public async Task A_cluster_that_does_not_know_the_role_is_said_and_nothing_is_guessed()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("isolate-pod");
        run.Account.AddCluster("shop");
        run.Account.AddPod("shop", "web", "app-1");
        run.Others = [Cluster];

        var record = await run.RespondAsync(Pod, CancellationToken.None, ("isolate-pod", null));

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains("give it an access entry", record.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remediator", "protected")]
    [InlineData("break-glass", "yes")]
    public async Task Whoever_runs_a_pod_can_not_protect_it_or_its_node_by_a_label_but_the_tag_of_the_cluster_does(string key, string value)
    {
        await using var run = await Ec2Run.StartAsync();
        var cluster = run.Account.AddCluster("shop");
        run.Account.AddPod("shop", "web", "app-1", new Dictionary<string, string> { [key] = value });
        cluster.Objects.Single(o => o.Key.StartsWith("/api/v1/nodes/", StringComparison.Ordinal)).Value.Body["metadata"]!["labels"]![key] = value;
        run.Others = [Cluster];
        (string, string?)[] steps = [("isolate-pod", null), ("cordon-node", null)];

        var record = await run.RespondAsync(Pod, CancellationToken.None, steps);
        Ec2Run.AssertVerified(record);
        Ec2Run.AssertReleased(await run.ReleaseAsync(record));

        await using var another = await Ec2Run.StartAsync();
        another.Account.AddCluster("shop", tags: new Remediator.Cli.Sandbox.State.Tags { [key] = value });
        another.Account.AddPod("shop", "web", "app-1");
        another.Others = [Cluster];
        Assert.Equal(ExecutionState.Refused, (await another.RespondAsync(Pod, CancellationToken.None, steps)).State);
    }

    [Fact]
    public async Task A_pod_that_was_deleted_since_is_released_with_its_policy()
    {
        await using var run = await Ec2Run.StartAsync();
        run.Account.AddCluster("shop");
        run.Account.AddPod("shop", "web", "app-1");
        run.Others = [Cluster];
        var record = await run.RespondAsync(Pod, CancellationToken.None, ("isolate-pod", null));
        run.Region.Clusters["shop"].Objects.Remove(PodPath);

        Ec2Run.AssertReleased(await run.ReleaseAsync(record));

        Assert.DoesNotContain(run.Region.Clusters["shop"].Objects.Keys, k => k.StartsWith(Policies, StringComparison.Ordinal));
    }

    private SortedDictionary<string, Remediator.Cli.Sandbox.State.KubernetesObject> Objects => _sandbox.Account.Region("us-east-1").Clusters["shop"].Objects;

    private string Labels => Objects[PodPath].Body["metadata"]!["labels"]!.ToJsonString();

    private JsonObject Quarantine => Objects[$"{Policies}/remediator-quarantine"].Body["spec"]!.AsObject();

    private JsonObject Node => Objects.First(o => o.Key.StartsWith("/api/v1/nodes/", StringComparison.Ordinal)).Value.Body;

    private void Seed()
    {
        _sandbox.Account.AddCluster("shop", tags: new Remediator.Cli.Sandbox.State.Tags { ["team"] = "web" });
        _sandbox.Account.AddPod("shop", "web", "app-1");
    }

    private StepTrial Trial(Remediation remediation, string? options = null) => new(_sandbox.Session(), remediation, Pod, options) { Others = [Cluster] };
}
