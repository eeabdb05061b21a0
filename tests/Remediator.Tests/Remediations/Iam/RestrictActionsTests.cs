using Remediator.Cli.Sandbox;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Iam;

public sealed class RestrictActionsTests : IAsyncLifetime
{
    private const string Policy = "RemediatorRestrict-rx-0123456789abcdef0123";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Denies_the_model_services_to_a_user_and_takes_it_back()
    {
        var alice = _sandbox.Account.AddUser("alice");
        var before = _sandbox.Snapshot();
        var trial = Trial(StepTrial.Resource(ResourceKinds.User, "alice"));

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal(
            """{"Statement":[{"Action":["bedrock-agentcore:*","bedrock:*","sagemaker:*"],"Effect":"Deny","Resource":"*","Sid":"RemediatorRestrict"}],"Version":"2012-10-17"}""",
            alice.Policies[Policy]);
        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task Denies_what_the_playbook_names_to_a_role_and_takes_it_back()
    {
        var role = _sandbox.Account.AddRole("web");
        var before = _sandbox.Snapshot();
        var trial = Trial(StepTrial.Resource(ResourceKinds.Role, "web"), """{"actions":["bedrock:InvokeModel*"]}""");

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);

        Assert.Contains("\"bedrock:InvokeModel*\"", role.Policies[Policy], StringComparison.Ordinal);
        Assert.Contains("denies bedrock:InvokeModel*", new Remediator.Attributes.RoleRestriction().Describe(plan.Changes[0].After), StringComparison.Ordinal);
        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Theory]
    [InlineData("""{"actions":["*"]}""")]
    [InlineData("""{"actions":["s3:Get Object"]}""")]
    [InlineData("""{"actions":["S3:GetObject","s3:${x}"]}""")]
    [InlineData("""{"actions":[]}""")]
    public async Task What_is_no_list_of_actions_is_not_applicable(string options)
    {
        _sandbox.Account.AddUser("alice");

        Assert.Contains("action", await Trial(StepTrial.Resource(ResourceKinds.User, "alice"), options).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResourceKinds.User)]
    [InlineData(ResourceKinds.Role)]
    public async Task A_missing_principal_is_not_applicable(string kind) =>
        Assert.Contains("(any more)", await Trial(StepTrial.Resource(kind, "nobody")).NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        _sandbox.Account.AddRole("web");
        _sandbox.Faults.On("ListRolePolicies", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(StepTrial.Resource(ResourceKinds.Role, "web")).ObserveAsync()).Plan);
    }

    private StepTrial Trial(ResourceRef resource, string? options = null) => StepTrial.On(_sandbox, new RestrictActions(), resource, options);
}
