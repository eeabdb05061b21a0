using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;
using Remediator.Tests.Support;

namespace Remediator.Tests.Remediations.AuditTrail;

public sealed class EnableSecurityHubTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region });

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    private SandboxRegion Region => _sandbox.Account.Region(Some.Region);

    [Fact]
    public async Task A_disabled_hub_is_enabled_with_the_default_standards_and_a_release_leaves_it_so()
    {
        var trial = Trial();

        var plan = await trial.PlanAsync();
        Assert.Contains(plan.Survivors, s => s.Contains("do not come back", StringComparison.Ordinal));
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal(new Hub(HasDefaultStandards: true), Region.SecurityHub);
        Assert.True(Assert.Single(plan.Changes).Keep);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
        await Assert.ThrowsAsync<InvalidOperationException>(() => trial.UndoAsync(plan));
    }

    [Fact]
    public async Task A_hub_that_somebody_else_enabled_meanwhile_is_left_as_it_is()
    {
        var trial = Trial();
        var plan = await trial.PlanAsync();
        Region.SecurityHub = new Hub(HasDefaultStandards: false);

        await trial.ApplyAsync(plan);

        await trial.AssertInPlaceAsync(plan);
        Assert.Equal(new Hub(HasDefaultStandards: false), Region.SecurityHub);
    }

    [Theory]
    [InlineData("AccessDeniedException", "not authorized to perform: securityhub:DescribeHub")]
    [InlineData("InvalidAccessException", "The account doesn't have permission to perform this action.")]
    public async Task A_hub_that_may_not_be_asked_about_is_unknown_and_not_disabled(string code, string message)
    {
        _sandbox.Faults.On("DescribeHub", new Fault.Refuse(code, 403, message));

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    private StepTrial Trial() => StepTrial.On(_sandbox, new EnableSecurityHub(), StepTrial.Resource(ResourceKinds.Account, Some.Account));
}
