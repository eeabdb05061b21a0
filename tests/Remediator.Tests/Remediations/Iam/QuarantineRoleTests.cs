using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Iam;

public sealed class QuarantineRoleTests : IAsyncLifetime
{
    private const string Trust = """{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}],"Version":"2012-10-17"}""";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Cuts_the_sessions_closes_the_trust_policy_bounds_the_role_and_puts_all_of_it_back()
    {
        var role = Role();
        role.Boundary = "arn:aws:iam::111122223333:policy/developers";
        var before = _sandbox.Snapshot();
        var trial = Trial();

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal(RoleTrustPolicy.Closed.Json, role.TrustPolicy);
        Assert.Equal("arn:aws:iam::aws:policy/AWSDenyAll", role.Boundary);
        Assert.Contains("aws:TokenIssueTime", Assert.Single(role.Policies).Value, StringComparison.Ordinal);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_role_without_a_boundary_has_none_again_after_the_undo()
    {
        var role = Role();
        var trial = Trial();
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        await trial.UndoAsync(plan);

        Assert.Null(role.Boundary);
    }

    [Theory]
    [InlineData("""{"trust":false}""", nameof(RoleSessionCutoff), nameof(RolePermissionsBoundary))]
    [InlineData("""{"boundary":false}""", nameof(RoleSessionCutoff), nameof(RoleTrustPolicy))]
    [InlineData("""{"boundary":false,"trust":false}""", nameof(RoleSessionCutoff))]
    public async Task The_playbook_chooses_what_is_done_besides_the_cut(string options, params string[] attributes)
    {
        Role();

        Assert.Equal(attributes, (await Trial(options).PlanAsync()).Changes.Select(c => c.Attribute));
    }

    [Fact]
    public async Task A_trust_policy_that_IAM_would_not_take_back_is_left_and_the_boundary_stands_in_for_it()
    {
        var role = Role("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"AIDACKCEVSQ6C2EXAMPLE"},"Action":"sts:AssumeRole"}]}""");
        var trial = Trial("""{"boundary":false}""");

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        Assert.DoesNotContain(plan.Changes, c => c.Attribute == nameof(RoleTrustPolicy));
        Assert.EndsWith("AWSDenyAll", role.Boundary, StringComparison.Ordinal);
        Assert.Contains(plan.Survivors, s => s.Contains("AIDACKCEVSQ6C2EXAMPLE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/aws-service-role/ec2.amazonaws.com/", "service-linked")]
    [InlineData("/aws-reserved/sso.amazonaws.com/", "Identity Center")]
    public async Task A_role_that_only_AWS_changes_is_not_applicable(string path, string reason)
    {
        _sandbox.Account.AddRole("web", path);

        Assert.Contains(reason, await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OrganizationAccountAccessRole")]
    [InlineData("AWSControlTowerExecution")]
    [InlineData("AWSCloudFormationStackSetExecutionRole")]
    [InlineData("stacksets-exec-0a1b2c3d4e5f60718")]
    public async Task A_role_by_which_the_organization_gets_in_is_left_to_a_person_and_its_sessions_can_be_cut(string name)
    {
        _sandbox.Account.AddRole(name);
        var role = StepTrial.Resource(ResourceKinds.Role, name);

        Assert.Contains("how the organization gets into its accounts", await StepTrial.On(_sandbox, new QuarantineRole(), role).NotApplicableAsync(), StringComparison.Ordinal);
        Assert.Single((await StepTrial.On(_sandbox, new CutRoleSessions(), role).PlanAsync()).Changes);
    }

    [Fact]
    public async Task A_missing_role_is_not_applicable() => Assert.Contains("no role web", await Trial().NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_role_made_anew_under_the_name_of_a_deleted_one_is_not_touched()
    {
        Role();
        var resource = StepTrial.Resource(ResourceKinds.Role, "web", (ResourceDetails.PrincipalId, "AROACKCEVSQ6C2EXAMPLE:s1"));

        Assert.Contains("under its name", await StepTrial.On(_sandbox, new QuarantineRole(), resource).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetRole")]
    [InlineData("ListRolePolicies")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        Role();
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    private Role Role(string trust = Trust)
    {
        var role = _sandbox.Account.AddRole("web", "/app/");
        role.TrustPolicy = trust;
        return role;
    }

    private StepTrial Trial(string? options = null) => StepTrial.On(_sandbox, new QuarantineRole(), StepTrial.Resource(ResourceKinds.Role, "web"), options);
}
