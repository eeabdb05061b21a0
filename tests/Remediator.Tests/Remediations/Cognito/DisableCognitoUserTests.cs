using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Cognito;

public sealed class DisableCognitoUserTests : IAsyncLifetime
{
    private const string Pool = "us-east-1_EXAMPLE";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Signs_the_user_out_everywhere_disables_it_and_lets_it_sign_in_again()
    {
        var user = Add();
        var trial = Trial(Pool);

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Equal((false, 0), (user.Enabled, user.Sessions));
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.True(user.Enabled);
    }

    [Fact]
    public async Task A_run_that_died_after_the_sign_out_does_both_again()
    {
        var user = Add();
        var trial = Trial(Pool);
        var plan = await trial.PlanAsync();
        user.Sessions = 1;
        _sandbox.Faults.On("AdminDisableUser", Fault.AccessDenied);

        await Assert.ThrowsAnyAsync<Exception>(() => trial.ApplyAsync(plan));

        Assert.True(user.Enabled);
        Assert.False((await trial.PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task A_missing_user_is_not_applicable() => Assert.Contains("(any more)", await Trial(Pool).NotApplicableAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("us-east-1_A*")]
    public async Task A_pool_that_is_not_named_by_its_id_is_not_applicable_and_nothing_is_called(string pool)
    {
        await Trial(pool).NotApplicableAsync();

        Assert.Empty(_sandbox.Calls);
    }

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        Add();
        _sandbox.Faults.On("AdminGetUser", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(Pool).ObserveAsync()).Plan);
    }

    private PoolUser Add() => _sandbox.Account.Region("us-east-1").PoolUsers[$"{Pool}/jane@example.com"] = new PoolUser { Sessions = 3 };

    private StepTrial Trial(string pool) =>
        StepTrial.On(_sandbox, new DisableCognitoUser(), StepTrial.Resource(ResourceKinds.UserPoolUser, "jane@example.com", (ResourceDetails.UserPoolId, pool)));
}
