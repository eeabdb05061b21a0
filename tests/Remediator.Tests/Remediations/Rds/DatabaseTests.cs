using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Remediations.Ec2;

namespace Remediator.Tests.Remediations.Rds;

public sealed class DatabaseTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task An_isolated_database_is_behind_a_group_without_rules_and_behind_its_own_again_after_the_release()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("isolate-database");
        var database = AddDatabase(run.Account, Some.Region);
        var groups = database.Groups.ToList();

        var record = await run.RespondAsync(StepTrial.Resource(ResourceKinds.DbInstance, "orders"), CancellationToken.None, ("isolate-database", null));

        Assert.Equal(ExecutionState.Verified, record.State);
        var quarantine = run.Region.SecurityGroups[Assert.Single(database.Groups)];
        Assert.Empty(quarantine.Rules);
        Assert.DoesNotContain(quarantine.Id, groups);
        await run.ReleaseAsync(record);
        Assert.Equal(groups, database.Groups);
    }

    [Theory]
    [InlineData(ResourceKinds.DbInstance, "orders")]
    [InlineData(ResourceKinds.DbCluster, "orders-cluster")]
    public async Task Of_an_Aurora_cluster_the_groups_of_the_cluster_are_swapped(string kind, string id)
    {
        await using var run = await Ec2Run.StartRestrictedAsync("isolate-database");
        var database = AddDatabase(run.Account, Some.Region, "orders-cluster");
        var cluster = run.Region.DatabaseClusters["orders-cluster"];

        var record = await run.RespondAsync(StepTrial.Resource(kind, id), CancellationToken.None, ("isolate-database", null));

        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.NotEqual(database.Groups, cluster.Groups);
        await run.ReleaseAsync(record);
        Assert.Equal(database.Groups, cluster.Groups);
    }

    /// <summary>It has no instances, which know the VPC of other clusters.</summary>
    [Fact]
    public async Task Of_a_shard_group_the_groups_and_the_password_are_those_of_its_cluster()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("isolate-database");
        Managed(run.Account, Some.Region, AddDatabase(run.Account, Some.Region, "orders-cluster"));
        run.Region.Databases.Clear();
        var cluster = run.Region.DatabaseClusters["orders-cluster"];
        var groups = cluster.Groups.ToList();
        var shards = StepTrial.Resource(ResourceKinds.DbShardGroup, "orders-shards", (ResourceDetails.DbCluster, "orders-cluster"));

        var record = await run.RespondAsync(shards, CancellationToken.None, ("isolate-database", null));

        Assert.True(record.State == ExecutionState.Verified, record.Failure);
        Assert.Empty(run.Region.SecurityGroups[Assert.Single(cluster.Groups)].Rules);
        Assert.NotEqual(groups, cluster.Groups);
        await run.ReleaseAsync(record);
        Assert.Equal(groups, cluster.Groups);
        var rotation = await new StepTrial(run.Sandbox.Session(), new RotateMasterPassword(), shards).PlanAsync();
        Assert.Equal(new Target(ResourceKinds.DbCluster, "orders-cluster"), Assert.Single(rotation.Changes).Target);
    }

    [Fact]
    public async Task A_shard_group_whose_cluster_is_not_known_is_left_alone() =>
        Assert.Contains("valid identifier", await Trial(new IsolateDatabase(), ResourceKinds.DbShardGroup, "orders-shards").NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task What_the_owner_has_queued_for_the_maintenance_window_and_comes_with_a_change_is_told()
    {
        var database = AddDatabase();
        (database.Queued["EngineVersion"], database.Queued["MasterUserPassword"]) = ("16.3", "****");

        foreach (var remediation in new Remediation[] { new IsolateDatabase(), new MakeDatabasePrivate() })
        {
            var plan = await Trial(remediation, ResourceKinds.DbInstance, "orders").PlanAsync();

            Assert.Contains(plan.Changes, c => c.Note?.Contains("which may restart it: engine version 16.3, master password changed.", StringComparison.Ordinal) is true);
        }
    }

    [Fact]
    public async Task Of_an_Aurora_cluster_it_is_what_the_cluster_has_queued()
    {
        AddDatabase(_sandbox.Account, "us-east-1", "orders-cluster").Queued["EngineVersion"] = "8.0";
        _sandbox.Account.Region("us-east-1").DatabaseClusters["orders-cluster"].Queued["EngineVersion"] = "16.3";

        var plan = await Trial(new IsolateDatabase(), ResourceKinds.DbInstance, "orders").PlanAsync();

        Assert.Contains("engine version 16.3", plan.Changes.Single(c => c.Attribute == "DatabaseGroups").Note, StringComparison.Ordinal);
        Assert.DoesNotContain("8.0", plan.Changes.Single(c => c.Attribute == "DatabaseGroups").Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_database_is_made_private_and_public_again()
    {
        var database = AddDatabase();
        database.PubliclyAccessible = true;
        var trial = Trial(new MakeDatabasePrivate(), ResourceKinds.DbInstance, "orders");

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.False(database.PubliclyAccessible);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.True(database.PubliclyAccessible);
    }

    [Fact]
    public async Task The_gate_sees_the_tags_of_the_database()
    {
        AddDatabase();

        var tags = Assert.IsType<TagReading.Known>((await Trial(new IsolateDatabase(), ResourceKinds.DbInstance, "orders").ObserveAsync()).Tags);

        Assert.Equal("data", tags.Tags["team"]);
    }

    [Fact]
    public async Task A_database_that_RDS_is_at_work_on_says_so()
    {
        var database = AddDatabase();
        database.PubliclyAccessible = true;
        database.Status = "backing-up";
        var trial = Trial(new MakeDatabasePrivate(), ResourceKinds.DbInstance, "orders");
        var plan = await trial.PlanAsync();

        var failure = await Assert.ThrowsAsync<RemediationException>(() => trial.ApplyAsync(plan));

        Assert.Contains("the next delivery tries again", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_swap_that_is_under_way_is_not_asked_for_twice()
    {
        var database = AddDatabase();
        var groups = AttributeValue.OfSet(database.Groups);
        var request = new WriteRequest(new Target(ResourceKinds.DbInstance, "orders"), AttributeValue.OfSet(["sg-old"]), groups, "rx-1");

        await new DatabaseGroups().WriteAsync(_sandbox.Session(), request, CancellationToken.None);

        Assert.DoesNotContain(_sandbox.Calls, c => c.Operation == "ModifyDBInstance");
    }

    [Theory]
    [InlineData(ResourceKinds.DbInstance)]
    [InlineData(ResourceKinds.DbCluster)]
    public async Task A_missing_database_is_not_applicable(string kind) =>
        Assert.Contains("(any more)", await Trial(new IsolateDatabase(), kind, "orders").NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task An_identifier_that_is_not_of_the_documented_form_is_never_used()
    {
        await Trial(new IsolateDatabase(), ResourceKinds.DbInstance, "orders*").NotApplicableAsync();

        Assert.Empty(_sandbox.Calls);
    }

    [Theory]
    [InlineData("DescribeDBInstances")]
    [InlineData("DescribeSecurityGroups")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        AddDatabase();
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(new IsolateDatabase(), ResourceKinds.DbInstance, "orders").ObserveAsync()).Plan);
    }

    [Theory]
    [InlineData(ResourceKinds.DbInstance, "orders", null)]
    [InlineData(ResourceKinds.DbInstance, "orders", "orders-cluster")]
    [InlineData(ResourceKinds.DbCluster, "orders-cluster", "orders-cluster")]
    public async Task A_managed_master_password_is_rotated_once_and_the_plan_says_that_it_cannot_be_undone(string kind, string id, string? cluster)
    {
        await using var run = await Ec2Run.StartRestrictedAsync("rotate-master-password");
        run.AllowsIrreversible = true;
        var secret = Managed(run.Account, Some.Region, AddDatabase(run.Account, Some.Region, cluster));
        var old = secret.Version;

        var record = await run.RespondAsync(StepTrial.Resource(kind, id), CancellationToken.None, ("rotate-master-password", null));

        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.True(Assert.Single(record.Changes).Change.Irreversible);
        Assert.NotEqual(old, secret.Version);
        Assert.Equal(secret.Version, record.Changes[0].ReadBack!.Value.ToString());
    }

    [Fact]
    public async Task A_finding_that_names_a_database_and_its_cluster_rotates_the_password_that_they_share_once()
    {
        await using var run = await Ec2Run.StartRestrictedAsync("rotate-master-password");
        run.AllowsIrreversible = true;
        var secret = Managed(run.Account, Some.Region, AddDatabase(run.Account, Some.Region, "orders-cluster"));
        run.UpdatedAt = Some.Time;
        (string, string?)[] steps = [("rotate-master-password", null)];

        var first = await run.RespondAsync(StepTrial.Resource(ResourceKinds.DbInstance, "orders"), CancellationToken.None, steps);
        var version = secret.Version;
        var second = await run.RespondAsync(StepTrial.Resource(ResourceKinds.DbCluster, "orders-cluster"), CancellationToken.None, steps);

        Assert.Equal(ExecutionState.Verified, first.State);
        Assert.Equal(version, secret.Version);
        Assert.Contains("was rotated", Assert.Single(second.Steps).Reason, StringComparison.Ordinal);
        Assert.Single(run.Sandbox.Calls, c => c.Operation.StartsWith("ModifyDB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_that_was_rotated_before_the_finding_is_rotated()
    {
        Managed(_sandbox.Account, "us-east-1", AddDatabase()).RotatedAt = Some.Time;
        var trial = new StepTrial(_sandbox.Session(), new RotateMasterPassword(), StepTrial.Resource(ResourceKinds.DbInstance, "orders")) { UpdatedAt = Some.Time + TimeSpan.FromMinutes(1) };

        Assert.Single((await trial.PlanAsync()).Changes);
    }

    [Fact]
    public async Task A_master_password_that_RDS_does_not_manage_is_left_alone()
    {
        AddDatabase();

        Assert.Contains("is not managed by RDS", await Trial(new RotateMasterPassword(), ResourceKinds.DbInstance, "orders").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_can_not_be_read_is_unknown()
    {
        Managed(_sandbox.Account, "us-east-1", AddDatabase());
        _sandbox.Faults.On("DescribeSecret", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(new RotateMasterPassword(), ResourceKinds.DbInstance, "orders").ObserveAsync()).Plan);
    }

    [Fact]
    public void Only_another_version_than_the_old_one_is_a_rotation()
    {
        var (attribute, old) = (new MasterPasswordVersion(), AttributeValue.Of("v1"));
        var wanted = MasterPasswordVersion.Other(old);

        Assert.True(attribute.Matches(AttributeValue.Of("v2"), wanted));
        Assert.False(attribute.Matches(old, wanted));
        Assert.False(attribute.Matches(AttributeValue.Absent, wanted));
    }

    private static StoredSecret Managed(SandboxAccount account, string region, Database database)
    {
        var name = database.ClusterId is { } cluster ? $"rds!cluster-{cluster}" : $"rds!db-{database.Id}";
        var secret = new StoredSecret(name, $"arn:aws:secretsmanager:{region}:{account.Id}:secret:{name}-SaNdBx", "hunter2") { RotationEnabled = true, OwningService = "rds" };
        account.Region(region).Secrets[name] = secret;
        if (database.ClusterId is { } owner)
        {
            account.Region(region).DatabaseClusters[owner].PasswordSecret = secret.Arn;
        }
        else
        {
            database.PasswordSecret = secret.Arn;
        }

        return secret;
    }

    private Database AddDatabase() => AddDatabase(_sandbox.Account, "us-east-1");

    private static Database AddDatabase(SandboxAccount account, string region, string? cluster = null)
    {
        var (here, group) = (account.Region(region), account.AddSecurityGroup("db", region: region));
        if (cluster is not null)
        {
            here.DatabaseClusters[cluster] = new DatabaseCluster { Id = cluster, Groups = [group.Id] };
        }

        return here.Databases["orders"] = new Database { Id = "orders", VpcId = group.VpcId, ClusterId = cluster, Groups = [group.Id], Tags = new Tags { ["team"] = "data" } };
    }

    private StepTrial Trial(Remediation remediation, string kind, string id) => StepTrial.On(_sandbox, remediation, StepTrial.Resource(kind, id));
}
