using System.Text;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Remediations.Eks;

public sealed class RevokeAccessEntryTests : IAsyncLifetime
{
    private const string Deploy = $"arn:aws:iam::{Some.Account}:role/ci/deploy";
    private const string Foreign = "arn:aws:iam::444455556666:role/deploy";
    private const string Admin = "AmazonEKSClusterAdminPolicy";
    private const string View = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

    private static readonly ResourceRef Cluster = StepTrial.Resource(ResourceKinds.EksCluster, "shop");
    private static readonly ResourceRef Role = new(ResourceKinds.Role, "deploy") { Involvement = Involvement.Actor };

    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions { PageSize = 1 });

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task The_entry_goes_and_the_undo_makes_it_again_with_groups_tags_and_scoped_policies()
    {
        Seed(_sandbox.Account);
        var before = _sandbox.Snapshot();
        var trial = Trial(Role);

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal([(ClusterAccessEntry.Kind, Deploy), (ResourceKinds.Role, "deploy")], observation.Touched.Select(t => (t.Kind, t.Name)));
        Assert.Equal("shop", observation.Touched[0].Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.DoesNotContain(Deploy, Entries.Keys);
        Assert.Equal(2, Entries.Count);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_user_name_that_is_not_the_default_comes_back_too()
    {
        Seed(_sandbox.Account);
        Entries[Deploy] = new ClusterEntry { Principal = Deploy, User = "deployer:{{SessionName}}" };
        var before = _sandbox.Snapshot();
        var trial = Trial(Role);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.UndoAsync(plan);

        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_release_that_died_between_two_policies_is_taken_up()
    {
        Seed(_sandbox.Account);
        var before = _sandbox.Snapshot();
        var trial = Trial(Role);
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        var change = Assert.Single(plan.Changes);
        _sandbox.Faults.On("AssociateAccessPolicy", Fault.AccessDenied, nth: 2);
        await Assert.ThrowsAnyAsync<Exception>(() => trial.UndoAsync(plan));

        var live = await new ClusterAccessEntry().ReadAsync(_sandbox.Session(), change.Target, CancellationToken.None);
        Assert.True(new ClusterAccessEntry().IsBetween(change.Before, change.After, live));
        await trial.UndoAsync(plan);

        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
        Assert.Single(_sandbox.Calls, c => c.Operation == "CreateAccessEntry");
    }

    [Fact]
    public async Task An_entry_that_somebody_made_otherwise_meanwhile_is_not_halfway()
    {
        Seed(_sandbox.Account);
        var change = Assert.Single((await Trial(Role).PlanAsync()).Changes);
        Entries[Deploy] = new ClusterEntry { Principal = Deploy, User = "somebody" };

        var live = await new ClusterAccessEntry().ReadAsync(_sandbox.Session(), change.Target, CancellationToken.None);

        Assert.False(new ClusterAccessEntry().IsBetween(change.Before, change.After, live));
    }

    [Theory]
    [InlineData("EC2_LINUX")]
    [InlineData("EC2_WINDOWS")]
    [InlineData("FARGATE_LINUX")]
    [InlineData("HYBRID_LINUX")]
    public async Task Entries_by_which_nodes_join_are_left_alone(string type)
    {
        _sandbox.Account.AddCluster("shop");
        _sandbox.Account.AddAccessEntry("shop", Deploy, type: type);

        Assert.Contains("isolate the instance instead", await Trial(Role).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_administrator_stays_unless_the_playbook_says_otherwise()
    {
        _sandbox.Account.AddCluster("shop");
        _sandbox.Account.AddAccessEntry("shop", Deploy, [Admin]);

        Assert.Contains("the policy of an administrator", await Trial(Role).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Single((await Trial(Role, """{"lastAdministrator":true}""").PlanAsync()).Changes);
    }

    [Fact]
    public async Task A_cluster_without_access_entries_is_for_people_with_its_ConfigMap()
    {
        _sandbox.Account.AddCluster("shop", mode: "CONFIG_MAP");

        Assert.Contains("aws-auth", await Trial(Role).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_ConfigMap_counts_too_the_message_says_that_it_may_let_the_principal_in_again()
    {
        Seed(_sandbox.Account, "API_AND_CONFIG_MAP");

        Assert.Contains((await Trial(Role).PlanAsync()).Survivors, s => s.Contains("aws-auth", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entries_of_other_principals_of_other_accounts_and_of_another_kind_with_the_same_name_stay()
    {
        _sandbox.Account.AddCluster("shop");
        _sandbox.Account.AddAccessEntry("shop", "arn:aws:iam::444455556666:role/deploy");
        _sandbox.Account.AddAccessEntry("shop", $"arn:aws:iam::{Some.Account}:user/deploy");
        _sandbox.Account.AddAccessEntry("shop", $"arn:aws:iam::{Some.Account}:role/my-deploy");

        Assert.Contains("has no access entry", await Trial(Role).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("names no IAM user or role", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
        var elsewhere = Role with { Details = Role.Details.Add(ResourceDetails.Account, "444455556666") };
        Assert.Contains("names no IAM user or role", await Trial(elsewhere).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws-iam-authenticator:444455556666:AROAOTHERACCOUNT1234", "ops")]
    [InlineData("", "arn:aws:sts::444455556666:assumed-role/deploy/ci")]
    public async Task A_role_of_the_same_name_in_the_account_keeps_its_entry_where_that_of_another_account_acted(string uid, string username)
    {
        Seed(_sandbox.Account);
        _sandbox.Account.AddRole("deploy", "/ci/");
        _sandbox.Account.AddAccessEntry("shop", Foreign);

        var plan = Assert.IsType<StepPlan.Planned>((await Trial(uid, username).ObserveAsync()).Plan);

        Assert.Equal([$"shop#{Foreign}"], plan.Changes.Select(c => c.Target.Id));
        Assert.Contains(plan.Survivors, s => s.Contains(Deploy, StringComparison.Ordinal));
        Assert.Contains(plan.Survivors, s => s.StartsWith("Of another account", StringComparison.Ordinal) && s.Contains(Foreign, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_finding_does_not_say_in_which_account_the_role_is_neither_loses_its_entry()
    {
        Seed(_sandbox.Account);
        _sandbox.Account.AddRole("deploy", "/ci/");
        _sandbox.Account.AddAccessEntry("shop", Foreign);

        var reason = await Trial("", "deployer").NotApplicableAsync();

        Assert.Contains(Deploy, reason, StringComparison.Ordinal);
        Assert.Contains(Foreign, reason, StringComparison.Ordinal);
    }

    /// <summary>Whoever makes access entries chooses the name that the cluster gives a caller; the unique id nobody chooses.</summary>
    [Fact]
    public async Task A_user_name_of_another_account_does_not_save_the_role_that_acted()
    {
        Seed(_sandbox.Account);
        var role = _sandbox.Account.AddRole("deploy", "/ci/");
        _sandbox.Account.AddAccessEntry("shop", Foreign);

        var plan = Assert.IsType<StepPlan.Planned>((await Trial("", "arn:aws:sts::444455556666:assumed-role/deploy/ci", $"{role.Id}:ci").ObserveAsync()).Plan);

        Assert.Equal([$"shop#{Deploy}"], plan.Changes.Select(c => c.Target.Id));
    }

    [Theory]
    [InlineData("DescribeCluster")]
    [InlineData("ListAccessEntries")]
    [InlineData("DescribeAccessEntry")]
    [InlineData("ListAssociatedAccessPolicies")]
    [InlineData("GetRole")]
    public async Task A_failed_read_is_no_plan(string operation)
    {
        Seed(_sandbox.Account);
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(Role).ObserveAsync()).Plan);
    }

    [Fact]
    public async Task Tags_of_a_user_that_can_not_be_read_are_no_plan()
    {
        Seed(_sandbox.Account);
        _sandbox.Faults.On("GetUser", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(new ResourceRef(ResourceKinds.User, "alice")).ObserveAsync()).Plan);
    }

    [Fact]
    public async Task With_no_more_permissions_than_it_declares_it_revokes_and_puts_back()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("revoke-access-entry");
        Seed(run.Account);
        run.Others = [Role];

        var record = await run.RespondAsync(Cluster, CancellationToken.None, ("revoke-access-entry", null));

        Ec2Run.AssertVerified(record);
        Ec2Run.AssertReleased(await run.ReleaseAsync(record));
        Assert.Empty(run.Differences());
    }

    [Fact]
    public async Task A_control_that_protects_a_role_covers_its_entry()
    {
        Seed(_sandbox.Account);
        var observation = await Trial(Role).ObserveAsync();
        var changes = Assert.IsType<StepPlan.Planned>(observation.Plan).Changes;
        var subject = new ControlSubject(Some.Finding(Cluster), Some.Playbook("revoke-access-entry"), [Cluster], TagReading.None, changes, [.. observation.Touched], OrganizationReading.NotRead);

        Assert.True(new ProtectedResource { Role = "deploy", By = "alice", Why = "way in", At = Some.Time }.Covers(subject));
        Assert.False(new ProtectedResource { Role = "other", By = "alice", Why = "way in", At = Some.Time }.Covers(subject));
    }

    [Theory]
    [InlineData("remediator", "protected")]
    [InlineData("break-glass", "yes")]
    public async Task The_tag_of_a_role_or_user_protects_its_entry(string tag, string value)
    {
        await using var run = await Ec2Run.StartRestrictedAsync("revoke-access-entry");
        Seed(run.Account);
        run.Account.AddRole("deploy", "/ci/", tags: new Tags { [tag] = value });
        run.Account.AddUser("alice", tags: new Tags { [tag] = value });

        foreach (var principal in new[] { Role, new ResourceRef(ResourceKinds.User, "alice") })
        {
            run.Others = [principal];
            var record = await run.RespondAsync(Cluster, CancellationToken.None, ("revoke-access-entry", null));

            Assert.Equal(ExecutionState.Refused, record.State);
            Assert.Contains($"{principal.Id}, which is protected by its tag {tag}={value}", Assert.IsType<Verdict.Refused>(record.Verdict).Reason, StringComparison.Ordinal);
        }

        Assert.Empty(run.Differences());
    }

    [Fact]
    public async Task The_engines_own_way_in_stays()
    {
        await using var run = await Ec2Run.StartAsync();
        Seed(run.Account);
        run.Account.AddAccessEntry("shop", $"arn:aws:iam::{Some.Account}:role/RemediatorAction", groups: ["remediator"]);
        run.Others = [Role with { Id = "RemediatorAction" }];

        var record = await run.RespondAsync(Cluster, CancellationToken.None, ("revoke-access-entry", null));

        Assert.Equal(ExecutionState.Refused, record.State);
        Assert.Empty(run.Differences());
    }

    private SortedDictionary<string, ClusterEntry> Entries => _sandbox.Account.Region("us-east-1").Clusters["shop"].AccessEntries;

    private static void Seed(SandboxAccount account, string mode = "API")
    {
        account.AddCluster("shop", mode: mode);
        account.AddAccessEntry("shop", $"arn:aws:iam::{Some.Account}:role/admin", [Admin]);
        account.AddAccessEntry("shop", $"arn:aws:iam::{Some.Account}:user/alice");
        var entry = account.AddAccessEntry("shop", Deploy, [Admin, "AmazonEKSViewPolicy"], ["deployers", "readers"], tags: new Tags { ["team"] = "shop" });
        entry.Policies[View].Add("web");
        entry.Policies[View].Add("api");
    }

    /// <summary>The finding as GuardDuty sends it, about a role whose unique id is not that of the account's own.</summary>
    private StepTrial Trial(string uid, string username, string principalId = "AROAOTHERACCOUNT1234:ci")
    {
        var sample = Encoding.UTF8.GetString(Shipped.Document("guardduty/kubernetes-malicious-caller.json"))
            .Replace("arn:aws:sts::111122223333:assumed-role/deploy/ci", username, StringComparison.Ordinal)
            .Replace("aws-iam-authenticator:111122223333:AROA3XFRBF535EXAMPLE", uid, StringComparison.Ordinal)
            .Replace("AROA3XFRBF535EXAMPLE:ci", principalId, StringComparison.Ordinal)
            .Replace("111122223333", Some.Account, StringComparison.Ordinal);
        var finding = Assert.Single(Assert.IsType<SourceResult.Parsed>(FindingReader.Read(sample)).Findings);
        return new(_sandbox.Session(), new RevokeAccessEntry(), finding.Resources[0]) { Others = [.. finding.Resources.Skip(1)] };
    }

    private StepTrial Trial(ResourceRef principal, string? options = null) => new(_sandbox.Session(), new RevokeAccessEntry(), Cluster, options) { Others = [principal] };

    private StepTrial Trial() => StepTrial.On(_sandbox, new RevokeAccessEntry(), Cluster);
}
