using Remediator.Cli.Sandbox;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Iam;

public sealed class RemoveLoginProfileTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Deletes_the_password_and_says_that_nobody_can_put_it_back()
    {
        var alice = _sandbox.Account.AddUser("alice");
        alice.PasswordCreated = Some.Time;
        var trial = Trial();

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.True(Assert.Single(plan.Changes).Irreversible);
        Assert.Equal("""{"created":"2026-11-01T03:00:00Z"}""", plan.Changes[0].Before.Json);
        Assert.Null(alice.PasswordCreated);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task A_user_without_a_password_is_compliant_already()
    {
        _sandbox.Account.AddUser("alice");

        Assert.True((await Trial().PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task A_missing_user_is_not_applicable() => Assert.Contains("no user alice", await Trial().NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        _sandbox.Account.AddUser("alice");
        _sandbox.Faults.On("GetLoginProfile", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    private StepTrial Trial() => StepTrial.On(_sandbox, new RemoveLoginProfile(), StepTrial.Resource(ResourceKinds.User, "alice"));
}
