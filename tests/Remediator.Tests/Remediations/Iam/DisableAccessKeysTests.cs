using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Iam;

public sealed class DisableAccessKeysTests : IAsyncLifetime
{
    private const string Key = "AKIAIOSFODNN7EXAMPLE";
    private const string SecondKey = "AKIAI44QH8DHBEXAMPLE";
    private const string TemporaryKey = "ASIAIOSFODNN7EXAMPLE";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Makes_the_key_of_the_finding_inactive_denies_the_user_and_puts_both_back()
    {
        _sandbox.Account.AddUser("alice", [Key, SecondKey], new Tags { ["team"] = "web" }, "/ops/");
        var before = _sandbox.Snapshot();
        var trial = Trial(KeyOf("alice"));

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("web", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        var alice = _sandbox.Account.Users["alice"];
        Assert.Equal("Inactive", alice.AccessKeys[Key].Status);
        Assert.Equal("Active", alice.AccessKeys[SecondKey].Status);
        Assert.Equal(
            """{"Statement":[{"Action":"*","Effect":"Deny","Resource":"*","Sid":"RemediatorDenyAll"}],"Version":"2012-10-17"}""",
            alice.Policies[UserDenyPolicy.PolicyName]);
        Assert.Contains(plan.Survivors, s => s.Contains(SecondKey, StringComparison.Ordinal));
        Assert.Contains(plan.Survivors, s => s.Contains("cut-role-sessions", StringComparison.Ordinal));

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        _sandbox.Account.AddUser("alice", [Key]);
        var trial = Trial(KeyOf("alice"));
        await trial.ApplyAsync(await trial.PlanAsync());
        var after = _sandbox.Snapshot();

        var again = await trial.PlanAsync();

        Assert.True(again.AlreadyCompliant);
        await trial.ApplyAsync(again);
        Assert.Equal(after, _sandbox.Snapshot());
    }

    [Fact]
    public async Task Disables_every_active_key_where_the_playbook_says_all_and_undo_leaves_inactive_what_was_inactive()
    {
        var alice = _sandbox.Account.AddUser("alice", [Key, SecondKey]);
        alice.AccessKeys[SecondKey].Status = "Inactive";
        var trial = Trial(KeyOf("alice"), """{"keys":"all"}""");

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        Assert.All(alice.AccessKeys.Values, k => Assert.Equal("Inactive", k.Status));
        Assert.True(alice.Policies.ContainsKey(UserDenyPolicy.PolicyName));

        await trial.UndoAsync(plan);
        Assert.Equal(("Active", "Inactive"), (alice.AccessKeys[Key].Status, alice.AccessKeys[SecondKey].Status));
    }

    [Fact]
    public async Task A_user_without_a_named_key_loses_all_keys()
    {
        _sandbox.Account.AddUser("alice", [Key, SecondKey]);

        var plan = await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).PlanAsync();

        Assert.Equal(3, plan.Changes.Length);
    }

    [Fact]
    public async Task An_expired_key_is_left_as_it_is()
    {
        var alice = _sandbox.Account.AddUser("alice", [Key]);
        alice.AccessKeys[Key].Status = "Expired";

        var change = (await Trial(KeyOf("alice")).PlanAsync()).Changes[0];

        Assert.True(change.IsSatisfied);
        Assert.Equal("Expired", change.After.ToString());
    }

    [Fact]
    public async Task A_policy_of_the_same_name_by_somebody_else_is_put_back()
    {
        const string Theirs = """{"Statement":[{"Action":"s3:*","Effect":"Deny","Resource":"*"}],"Version":"2012-10-17"}""";
        var alice = _sandbox.Account.AddUser("alice", [Key]);
        alice.Policies[UserDenyPolicy.PolicyName] = Theirs;
        var trial = Trial(KeyOf("alice"));

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        Assert.NotEqual(Theirs, alice.Policies[UserDenyPolicy.PolicyName]);

        await trial.UndoAsync(plan);
        Assert.Equal(Theirs, alice.Policies[UserDenyPolicy.PolicyName]);
    }

    [Fact]
    public async Task A_temporary_key_of_a_user_is_stopped_by_the_deny_alone_and_the_plan_says_so()
    {
        _sandbox.Account.AddUser("alice", [Key]);

        var plan = await Trial(KeyOf("alice", TemporaryKey)).PlanAsync();

        var change = Assert.Single(plan.Changes);
        Assert.Equal(nameof(UserDenyPolicy), change.Attribute);
        Assert.Contains("cannot be made Inactive", change.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_key_without_the_deny_is_not_applicable()
    {
        _sandbox.Account.AddUser("alice", [Key]);

        Assert.Contains("denyUser is off", await Trial(KeyOf("alice", TemporaryKey), """{"denyUser":false}""").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_deleted_already_still_gets_its_sessions_denied()
    {
        var alice = _sandbox.Account.AddUser("alice");

        var plan = await Trial(KeyOf("alice", Key, alice.Id)).PlanAsync();

        Assert.Equal(nameof(UserDenyPolicy), Assert.Single(plan.Changes).Attribute);
    }

    [Fact]
    public async Task A_key_of_another_user_than_the_finding_says_touches_neither()
    {
        _sandbox.Account.AddUser("alice");
        _sandbox.Account.AddUser("bob", [Key]);

        Assert.Contains("bob's", await Trial(KeyOf("alice")).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_made_anew_under_the_name_of_a_deleted_one_is_not_touched()
    {
        _sandbox.Account.AddUser("alice");

        Assert.Contains("under its name", await Trial(KeyOf("alice", Key, "AIDACKCEVSQ6C2EXAMPLE")).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_a_key_is_looked_up_where_the_finding_names_none()
    {
        _sandbox.Account.AddUser("alice", [Key]);

        var plan = await Trial(StepTrial.Resource(ResourceKinds.AccessKey, Key)).PlanAsync();

        Assert.Equal($"alice/{Key}", plan.Changes[0].Target.Id);
    }

    [Fact]
    public async Task A_missing_user_is_not_applicable() =>
        Assert.Contains("no user alice", await Trial(KeyOf("alice")).NotApplicableAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Root", "111122223333", "root")]
    [InlineData("", "111122223333", "root")]
    [InlineData("AssumedRole", "AROAEXAMPLEROLEID001:s", "cut-role-sessions")]
    [InlineData("", "AROAEXAMPLEROLEID001:s", "cut-role-sessions")]
    [InlineData("FederatedUser", "111122223333:Bob", "GetFederationToken")]
    [InlineData("AWSAccount", "AIDACKCEVSQ6C2EXAMPLE", "another account")]
    [InlineData("IdentityCenterUser", "x", "Identity Center")]
    [InlineData("SomethingNew", "x", "does not say")]
    public async Task Principals_that_are_no_users_are_not_applicable_and_nothing_is_called(string type, string principal, string reason)
    {
        var resource = StepTrial.Resource(
            ResourceKinds.AccessKey, TemporaryKey, (ResourceDetails.UserName, "name"), (ResourceDetails.UserType, type), (ResourceDetails.PrincipalId, principal));

        Assert.Contains(reason, await Trial(resource).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Empty(_sandbox.Calls);
    }

    [Theory]
    [InlineData("alice/../bob", Key)]
    [InlineData("alice*", Key)]
    [InlineData("", Key)]
    [InlineData("alice", "AKIA&Action=DeleteUser")]
    [InlineData("alice", "short")]
    public async Task Names_and_ids_that_are_not_of_the_documented_form_are_never_used(string user, string key)
    {
        await Trial(KeyOf(user, key)).NotApplicableAsync();

        Assert.Empty(_sandbox.Calls);
    }

    [Theory]
    [InlineData("GetUser")]
    [InlineData("ListAccessKeys")]
    [InlineData("GetUserPolicy")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        _sandbox.Account.AddUser("alice", [Key]);
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        var observation = await Trial(KeyOf("alice")).ObserveAsync();

        Assert.IsType<StepPlan.Unknown>(observation.Plan);
        Assert.IsType<TagReading.Unknown>(observation.Tags);
    }

    [Fact]
    public async Task A_plan_is_taken_up_after_a_crash_between_the_two_changes()
    {
        var alice = _sandbox.Account.AddUser("alice", [Key]);
        var trial = Trial(KeyOf("alice"));
        var plan = await trial.PlanAsync();
        alice.AccessKeys[Key].Status = "Inactive";

        await trial.ApplyAsync(plan);

        await trial.AssertInPlaceAsync(plan);
        Assert.DoesNotContain(_sandbox.Calls, c => c.Operation == "UpdateAccessKey");
    }

    private static ResourceRef KeyOf(string user, string key = Key, string? userId = null) => StepTrial.Resource(
        ResourceKinds.AccessKey, key, (ResourceDetails.UserName, user), (ResourceDetails.UserType, "IAMUser"), (ResourceDetails.PrincipalId, userId ?? ""));

    private StepTrial Trial(ResourceRef resource, string? options = null) => StepTrial.On(_sandbox, new DisableAccessKeys(), resource, options);
}
