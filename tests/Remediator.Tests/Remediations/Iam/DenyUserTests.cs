using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Iam;

public sealed class DenyUserTests : IAsyncLifetime
{
    private const string Key = "AKIAIOSFODNN7EXAMPLE";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Denies_everything_leaves_the_keys_alone_and_takes_it_back()
    {
        var alice = _sandbox.Account.AddUser("alice", [Key], new Tags { ["team"] = "web" }, "/ops/");
        var before = _sandbox.Snapshot();
        var trial = Trial(StepTrial.Resource(ResourceKinds.User, "alice"));

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("web", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal("Active", alice.AccessKeys[Key].Status);
        Assert.Equal(UserDenyPolicy.DenyAll.Json, alice.Policies[UserDenyPolicy.PolicyName]);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task Looks_up_whose_key_it_is_where_the_finding_names_no_user()
    {
        _sandbox.Account.AddUser("alice", [Key]);

        Assert.Equal("alice", Assert.Single((await Trial(StepTrial.Resource(ResourceKinds.AccessKey, Key)).PlanAsync()).Changes).Target.Id);
    }

    [Fact]
    public async Task A_key_of_another_user_than_the_finding_says_touches_neither()
    {
        _sandbox.Account.AddUser("alice");
        _sandbox.Account.AddUser("bob", [Key]);

        var reason = await Trial(StepTrial.Resource(ResourceKinds.AccessKey, Key, (ResourceDetails.UserName, "alice"))).NotApplicableAsync();

        Assert.Contains("bob's", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_made_anew_under_the_name_of_a_deleted_one_is_not_touched()
    {
        _sandbox.Account.AddUser("alice");
        var resource = StepTrial.Resource(ResourceKinds.User, "alice", (ResourceDetails.PrincipalId, "AIDACKCEVSQ6C2EXAMPLE"));

        Assert.Contains("under its name", await Trial(resource).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_cannot_be_read_whose_the_key_is_nothing_is_refused_but_unknown()
    {
        _sandbox.Account.AddUser("alice", [Key]);
        _sandbox.Faults.On("GetAccessKeyLastUsed", Fault.AccessDenied);
        var resource = StepTrial.Resource(ResourceKinds.AccessKey, Key, (ResourceDetails.UserName, "alice"), (ResourceDetails.PrincipalId, "AIDACKCEVSQ6C2EXAMPLE"));

        var plan = (await Trial(resource).ObserveAsync()).Plan;

        Assert.Contains("whose the key", Assert.IsType<StepPlan.Unknown>(plan).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_the_users_proves_who_is_meant()
    {
        _sandbox.Account.AddUser("alice", [Key]);
        var resource = StepTrial.Resource(ResourceKinds.AccessKey, Key, (ResourceDetails.UserName, "alice"), (ResourceDetails.PrincipalId, "AIDACKCEVSQ6C2EXAMPLE"));

        Assert.Single((await Trial(resource).PlanAsync()).Changes);
    }

    [Fact]
    public async Task A_missing_user_is_not_applicable() =>
        Assert.Contains("no user alice", await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).NotApplicableAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("alice*")]
    [InlineData("alice/../bob")]
    public async Task A_name_that_is_not_of_the_documented_form_is_never_used(string name)
    {
        await Trial(StepTrial.Resource(ResourceKinds.User, name)).NotApplicableAsync();

        Assert.Empty(_sandbox.Calls);
    }

    [Fact]
    public async Task The_root_user_and_roles_are_not_applicable()
    {
        var root = StepTrial.Resource(ResourceKinds.AccessKey, Key, (ResourceDetails.UserType, "Root"));
        var role = StepTrial.Resource(ResourceKinds.AccessKey, Key, (ResourceDetails.UserType, "AssumedRole"));

        Assert.Contains("root", await Trial(root).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("cut-role-sessions", await Trial(role).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetUser")]
    [InlineData("GetUserPolicy")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        _sandbox.Account.AddUser("alice");
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).ObserveAsync()).Plan);
    }

    private StepTrial Trial(ResourceRef resource) => StepTrial.On(_sandbox, new DenyUser(), resource);
}
