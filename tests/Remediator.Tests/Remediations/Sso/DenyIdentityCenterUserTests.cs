using System.Text.Json.Nodes;
using Amazon.SecurityToken;
using Remediator.Attributes;
using Remediator.Attributes.Sso;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Sso;

public sealed class DenyIdentityCenterUserTests : IAsyncLifetime
{
    private const string Security = "999988887777";
    private const string Arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef";
    private const string RoleName = "AWSReservedSSO_Power_User_0123456789abcdef";
    private const string UserId = "AROACKCEVSQ6C2EXAMPLE:alice@example.com";
    private const string Theirs = """{"Version":"2012-10-17","Statement":[{"Sid":"Team","Effect":"Allow","Action":"s3:*","Resource":"*"}]}""";

    private SandboxServer _sandbox = null!;
    private AwsSession _session = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region, EnforcePermissions = true });
        _sandbox.AccountOf(Security).AddRole("RemediatorAction", policy: PermissionPolicy.ForRole([new DenyIdentityCenterUser()], "aws", Security));
        var endpoint = new AwsEndpoint(_sandbox.Url) { MaxRetries = 0 };
        using var home = new AwsSession(SandboxKeys.For(Security), Security, Some.Region, "aws", endpoint);
        _session = await new AssumeRoleBroker(home.Client<IAmazonSecurityTokenService>(), "RemediatorAction", endpoint)
            .OpenAsync(Some.Finding(Role()), Role(), [new DenyIdentityCenterUser()], SessionNames.None, "rx-0123456789abcdef0123", CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Two_users_of_one_permission_set_are_denied_one_after_the_other_wherever_they_were_seen()
    {
        var ledger = new InMemoryLedger(new ManualTime(Records.At));
        ExecutionRecord Plan(ExecutionRecord record, string account, string user) => record with
        {
            State = ExecutionState.Planned,
            Changes = [new ChangeRecord(Records.Groups("eni-0aaa", []) with { Attribute = nameof(PermissionSetDeny), Target = new PermissionSetUser("eu-west-1", Arn, account, user).Target })],
        };
        async Task<ExecutionRecord> ClaimAsync(string id)
        {
            var fresh = Records.Instance() with { Id = id, Version = 0, LeaseOwner = null, LeaseUntil = null, Changes = [], Key = Records.Instance().Key with { FindingId = id, ResourceId = $"i-{id}" }, Resource = Records.Instance().Resource with { Id = $"i-{id}" } };
            return Assert.IsType<ClaimResult.Claimed>(await ledger.ClaimAsync(fresh, id, TimeSpan.FromMinutes(5), CancellationToken.None)).Record;
        }

        var (one, two) = (await ClaimAsync("0a1b2c3d4e5f60711"), await ClaimAsync("0a1b2c3d4e5f60712"));
        await ledger.SaveAsync(Plan(one, Some.Account, UserId), [], CancellationToken.None);

        await Assert.ThrowsAsync<ResourceBusyException>(() => ledger.SaveAsync(Plan(two, "444455556666", "AROACKCEVSQ6C2EXAMPLE:bob@example.com"), [], CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Theirs)]
    public async Task The_user_is_denied_everything_in_the_account_of_the_finding_and_the_policy_is_as_before_after_the_undo(string? policy)
    {
        var set = Add(policy);
        var trial = Trial();

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        var statement = Statements(set.Accounts[Some.Account]).Last()!;
        Assert.Equal(("Deny", "*", UserId), ((string?)statement["Effect"], (string?)statement["Action"], (string?)statement["Condition"]!["StringEquals"]!["aws:userid"]));
        Assert.Equal(policy, set.Accounts["444455556666"]);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Equal(Statements(policy).Count, Statements(set.InlinePolicy).Count);
        Assert.Equal(set.InlinePolicy, set.Accounts[Some.Account]);
    }

    [Fact]
    public async Task Some_actions_are_denied_beside_a_deny_of_everything_and_each_undo_takes_its_own_away()
    {
        var set = Add(Theirs);
        var (narrow, whole) = (Narrow("sagemaker:*", "bedrock:*"), Trial());

        var some = await narrow.PlanAsync();
        await narrow.ApplyAsync(some);
        await narrow.AssertInPlaceAsync(some);
        Assert.Equal("denied bedrock:* sagemaker:*", some.Changes[0].After.ToString());
        Assert.Equal("""["bedrock:*","sagemaker:*"]""", Statements(set.Accounts[Some.Account]).Last()!["Action"]!.ToJsonString());
        Assert.True((await narrow.PlanAsync()).AlreadyCompliant);
        var all = await whole.PlanAsync();
        Assert.False(all.AlreadyCompliant);
        await whole.ApplyAsync(all);
        await narrow.AssertInPlaceAsync(some);

        await narrow.UndoAsync(some);
        await whole.AssertInPlaceAsync(all);
        await whole.UndoAsync(all);
        Assert.Equal("Team", (string?)Assert.Single(Statements(set.InlinePolicy))!["Sid"]);
    }

    [Fact]
    public async Task What_is_no_action_is_not_applicable()
    {
        Add();

        Assert.Contains("'bedrock' is not an action", await Narrow("bedrock").NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deny_that_is_not_provisioned_yet_is_not_in_place()
    {
        var set = Add();
        set.IsSlow = true;
        var trial = Trial();
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        var attribute = new PermissionSetDeny();

        var live = await attribute.ReadAsync(_session, plan.Changes[0].Target, CancellationToken.None);

        Assert.Equal("denied, latest version of the permission set not provisioned", live.ToString());
        Assert.False(attribute.Matches(live, PermissionSetDeny.Denied));
        Assert.True(attribute.IsBetween(plan.Changes[0].Before, plan.Changes[0].After, live));
    }

    [Fact]
    public async Task The_gate_sees_the_tags_of_the_permission_set()
    {
        Add();

        Assert.Equal("data", Assert.IsType<TagReading.Known>((await Trial().ObserveAsync()).Tags).Tags["team"]);
    }

    [Theory]
    [InlineData("web-server", UserId, "not a role of IAM Identity Center")]
    [InlineData("AWSReservedSSO_x", UserId, "not a role of IAM Identity Center")]
    [InlineData(RoleName, null, "does not say which user's session")]
    [InlineData("AWSReservedSSO_Other_0123456789abcdef", UserId, "no permission set Other")]
    public async Task What_can_not_be_found_is_not_applicable(string role, string? user, string reason)
    {
        Add();

        Assert.Contains(reason, await new StepTrial(_session, new DenyIdentityCenterUser(), Role(role, user)).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Identity_Center_the_reason_says_who_administers_it() =>
        Assert.Contains("delegated administrator", await Trial().NotApplicableAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Other", false)]
    [InlineData("Power_User", true)]
    public async Task Of_several_instances_the_one_that_has_the_permission_set_is_taken(string name, bool isOfAccount)
    {
        Add();
        AddElsewhere(name, isOfAccount);

        Assert.Contains(Arn, (await Trial().PlanAsync()).Changes[0].Target.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_set_of_that_name_in_two_instances_is_left_to_people()
    {
        Add();
        AddElsewhere("Power_User");

        Assert.Contains("more than one instance", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_can_not_be_read_may_be_the_one()
    {
        Add();
        AddElsewhere("Power_User");
        _sandbox.Faults.On("ListPermissionSetsProvisionedToAccount", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    [Theory]
    [InlineData("ListInstances")]
    [InlineData("DescribePermissionSet")]
    [InlineData("GetInlinePolicyForPermissionSet")]
    [InlineData("ListTagsForResource")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        Add();
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    private static ResourceRef Role(string name = RoleName, string? user = UserId) =>
        user is null ? StepTrial.Resource(ResourceKinds.Role, name) : StepTrial.Resource(ResourceKinds.Role, name, (ResourceDetails.PrincipalId, user));

    private static JsonArray Statements(string? policy) => policy is null ? [] : (JsonArray)JsonNode.Parse(policy)!["Statement"]!;

    private PermissionSet Add(string? policy = null)
    {
        var set = new PermissionSet { Name = "Power_User", Arn = Arn, InlinePolicy = policy, Tags = new Tags { ["team"] = "data" } };
        (set.Accounts[Some.Account], set.Accounts["444455556666"]) = (policy, policy);
        return _sandbox.AccountOf(Security).PermissionSets[Arn] = set;
    }

    private void AddElsewhere(string name, bool isOfAccount = false)
    {
        const string There = "arn:aws:sso:::permissionSet/ssoins-0000567890abcdef/ps-1234567890abcdef";
        var set = new PermissionSet { Name = name, Arn = There, IsOfAccountInstance = isOfAccount };
        set.Accounts[Some.Account] = null;
        _sandbox.AccountOf(Security).PermissionSets[There] = set;
    }

    private StepTrial Trial() => new(_session, new DenyIdentityCenterUser(), Role());

    private StepTrial Narrow(params string[] actions) => new(_session, new DenyIdentityCenterUser(), Role(), $$"""{"actions":["{{string.Join("\",\"", actions)}}"]}""");
}
