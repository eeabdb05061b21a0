using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Iam;

public sealed class FindPersistenceTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Tells_the_keys_users_and_roles_that_the_user_made_and_what_to_do_about_each()
    {
        _sandbox.Account.AddUser("alice");
        Calls("alice", Event("CreateUser", """{"userName":"backup"}"""));
        Calls("alice", Event("CreateAccessKey", """{"userName":"backup"}""", answer: """{"accessKey":{"accessKeyId":"AKIAI44QH8DHBEXAMPLE","userName":"backup"}}"""));
        Calls("alice", Event("UpdateAssumeRolePolicy", """{"roleName":"admin","policyDocument":"{}"}"""));
        Calls("alice", Event("GetUser", """{"userName":"alice"}"""));
        Calls("bob", Event("CreateUser", """{"userName":"newcomer"}"""));

        var plan = await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).PlanAsync();

        Assert.Empty(plan.Changes);
        Assert.False(plan.AlreadyCompliant);
        Assert.Equal(
            """
            Left by alice: trust policy of role admin (UpdateAssumeRolePolicy at 2026-11-01 02:10 UTC): look at the role; quarantine-role stops it.
            Left by alice: access key AKIAI44QH8DHBEXAMPLE / backup (CreateAccessKey at 2026-11-01 02:10 UTC): disable-access-keys on its user.
            Left by alice: user backup (CreateUser at 2026-11-01 02:10 UTC): deny-user on it.
            """,
            string.Join('\n', plan.Survivors));
        Assert.Equal(
            """
            remediator contain arn:aws:iam::111122223333:role/admin --step quarantine-role
            remediator contain arn:aws:iam::111122223333:user/backup --step disable-access-keys
            remediator contain arn:aws:iam::111122223333:user/backup --step deny-user
            """,
            string.Join('\n', plan.FollowUps.Select(f => f.Command)));
    }

    [Theory]
    [InlineData("CreateUser", """{"userName":"x; reboot"}""")]
    [InlineData("CreateUser", """{"userName":"*"}""")]
    [InlineData("CreateUser", """{"userName":["x"]}""")]
    [InlineData("CreateUser", "{}")]
    [InlineData("CreateRole", """{"roleName":"x`id`"}""")]
    [InlineData("CreateRole", """{"roleName":"a/b"}""")]
    [InlineData("CreateVirtualMFADevice", """{"virtualMFADeviceName":"phone"}""")]
    [InlineData("CreateSAMLProvider", """{"name":"idp"}""")]
    public async Task No_command_is_offered_for_a_name_that_is_none_or_for_what_no_step_answers(string call, string request)
    {
        _sandbox.Account.AddUser("alice");
        Calls("alice", Event(call, request));

        var plan = await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).PlanAsync();

        Assert.Single(plan.Survivors);
        Assert.Empty(plan.FollowUps);
    }

    [Fact]
    public async Task Tells_policies_and_the_federation_of_certificates_that_the_user_made_and_nobody_else()
    {
        _sandbox.Account.AddUser("alice");
        Calls("alice", Event("CreatePolicy", """{"policyName":"everything"}"""));
        Anywhere("CreateTrustAnchor", """{"name":"own-authority"}""", """{"type":"IAMUser","userName":"alice"}""");
        Anywhere("CreateProfile", """{"name":"of-another"}""", """{"type":"IAMUser","userName":"bob"}""");
        Anywhere("CreateProfile", """{"name":"of-a-session"}""", """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/web/alice","sessionContext":{"sessionIssuer":{"userName":"web"}}}""");

        Assert.Equal(
            """
            Left by alice: policy everything (CreatePolicy at 2026-11-01 02:10 UTC): look at it, and delete it if nobody knows it.
            Left by alice: trust anchor of IAM Roles Anywhere own-authority (CreateTrustAnchor at 2026-11-01 02:10 UTC): look at it, and delete it if nobody knows it.
            """,
            string.Join('\n', (await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).PlanAsync()).Survivors));
        var session = StepTrial.Resource(ResourceKinds.Role, "web", (ResourceDetails.PrincipalId, "AROACKCEVSQ6C2EXAMPLE:alice"));
        Assert.Contains("Roles Anywhere of-a-session", Assert.Single((await Trial(session).PlanAsync()).Survivors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_session_name_that_several_roles_have_only_the_role_of_the_finding_counts()
    {
        Calls("deploy", Event("CreateRole", """{"roleName":"mine"}""", role: "web"));
        Calls("deploy", Event("CreateRole", """{"roleName":"other"}""", role: "build"));
        var resource = StepTrial.Resource(ResourceKinds.Role, "web", (ResourceDetails.PrincipalId, "AROACKCEVSQ6C2EXAMPLE:deploy"));

        Assert.Contains("web/deploy: role mine", Assert.Single((await Trial(resource).PlanAsync()).Survivors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_failed_left_nothing_and_that_is_said()
    {
        _sandbox.Account.AddUser("alice");
        Calls("alice", """{"eventName":"CreateUser","eventSource":"iam.amazonaws.com","errorCode":"AccessDenied","requestParameters":{"userName":"x"}}""");
        Calls("alice", "not JSON");

        Assert.Contains("nothing that alice left behind", Assert.Single((await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).PlanAsync()).Survivors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_history_is_cut_and_that_is_said()
    {
        _sandbox.Account.AddUser("alice");
        for (var i = 0; i < 450; i++)
        {
            Calls("alice", Event("CreateUser", $$"""{"userName":"u{{i}}"}"""));
        }

        var told = (await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).PlanAsync()).Survivors;

        Assert.Equal(22, told.Length);
        Assert.Contains("380 more calls", told[^2], StringComparison.Ordinal);
        Assert.Contains("the oldest were not looked at", told[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_without_a_session_and_a_missing_user_are_not_applicable()
    {
        Assert.Contains("which session", await Trial(StepTrial.Resource(ResourceKinds.Role, "web")).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Contains("no user alice", await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_look_up_is_unknown()
    {
        _sandbox.Account.AddUser("alice");
        _sandbox.Faults.On("LookupEvents", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(StepTrial.Resource(ResourceKinds.User, "alice")).ObserveAsync()).Plan);
    }

    private static string Event(string name, string request, string answer = "null", string? role = null)
    {
        var identity = role is null ? """{"type":"IAMUser"}""" : """{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"userName":"ROLE"}}}""".Replace("ROLE", role, StringComparison.Ordinal);
        return $$"""{"eventName":"{{name}}","eventSource":"iam.amazonaws.com","eventTime":"2026-11-01T02:10:00Z","userIdentity":{{identity}},"requestParameters":{{request}},"responseElements":{{answer}}}""";
    }

    private void Calls(string user, string document) => _sandbox.Account.Region("us-east-1").Trail.Add(new TrailEvent(user, "") { Document = document });

    private void Anywhere(string name, string request, string identity) => _sandbox.Account.Region("us-east-1").Trail.Add(new TrailEvent("", name)
    {
        Document = $$"""{"eventName":"{{name}}","eventSource":"rolesanywhere.amazonaws.com","eventTime":"2026-11-01T02:10:00Z","userIdentity":{{identity}},"requestParameters":{{request}}}""",
    });

    private StepTrial Trial(ResourceRef resource) => StepTrial.On(_sandbox, new FindPersistence(), resource);
}
