using Amazon.SecurityToken;
using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Iam;

public sealed class DeleteRootCredentialsTests : IAsyncLifetime
{
    private const string Security = "999988887777";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Account = Some.Account, Region = Some.Region, EnforcePermissions = true });

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Everything_that_the_root_user_can_sign_in_or_call_with_is_told_and_deleted_MFA_devices_last()
    {
        var root = _sandbox.Account.AddRoot();
        using var session = await OpenAsync();
        var trial = Trial(session);

        var plan = await trial.PlanAsync();
        Assert.Equal(4, plan.Changes[0].Before.ToStrings().Count);
        Assert.True(plan.Changes[0].Irreversible);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Null(root.PasswordCreated);
        Assert.Empty(root.AccessKeys);
        Assert.Empty(root.Credentials);
        Assert.Equal("DeactivateMFADevice", _sandbox.Calls.Last(c => c.Operation.StartsWith("De", StringComparison.Ordinal)).Operation);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task The_role_of_the_account_that_Remediator_runs_in_is_taken_and_it_may_do_nothing_but_these_tasks_on_this_account()
    {
        _sandbox.Account.AddRoot();
        _sandbox.AccountOf("444455556666").AddRoot();
        using var session = await OpenAsync();

        await Trial(session).PlanAsync();

        Assert.StartsWith($"arn:aws:sts::{Security}:assumed-role/RemediatorAction/", _sandbox.Calls.First(c => c.Operation == "AssumeRoot").Principal, StringComparison.Ordinal);
        using var other = new AwsSession(session.Credentials, "444455556666", Some.Region, "aws", session.Endpoint);
        var refused = await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => new RootCredentials().ReadAsync(other, RootCredentials.TargetOf("444455556666"), CancellationToken.None));
        Assert.Equal("AccessDenied", refused.ErrorCode);
    }

    [Theory]
    [InlineData(true, "has not enabled the central management of root credentials")]
    [InlineData(false, "is neither the organization's management account nor the delegated administrator")]
    public async Task Without_centralized_root_access_the_reason_says_what_is_missing(bool administers, string reason)
    {
        _sandbox.Account.AddRoot();
        using var session = await OpenAsync(administers ? [] : null);

        Assert.Contains(reason, await Trial(session).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_that_Remediator_runs_in_is_not_reached()
    {
        using var session = _sandbox.Session();

        Assert.Contains("never itself", await Trial(session).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_a_user_is_none_of_the_root_user()
    {
        using var session = await OpenAsync();
        var key = StepTrial.Resource(ResourceKinds.AccessKey, "AKIAIOSFODNN7EXAMPLE", (ResourceDetails.UserType, "IAMUser"));

        Assert.Contains("not about the root user", await new StepTrial(session, new DeleteRootCredentials(), key).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ListOrganizationsFeatures")]
    [InlineData("AssumeRoot")]
    [InlineData("ListMFADevices")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        _sandbox.Account.AddRoot();
        using var session = await OpenAsync();
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(session).ObserveAsync()).Plan);
    }

    [Fact]
    public async Task A_playbook_with_steps_within_the_account_too_gets_no_session()
    {
        var broker = Broker();

        var refused = await Assert.ThrowsAsync<RemediationException>(() =>
            broker.OpenAsync(Some.Finding(Account), Account, [new DeleteRootCredentials(), new DenyUser()], SessionNames.None, "rx-0123456789abcdef0123", CancellationToken.None));

        Assert.Contains("split the playbook", refused.Message, StringComparison.Ordinal);
    }

    private static ResourceRef Account => StepTrial.Resource(ResourceKinds.Account, Some.Account, (ResourceDetails.UserType, "Root"));

    private static StepTrial Trial(AwsSession session) => new(session, new DeleteRootCredentials(), Account);

    private AssumeRoleBroker Broker() => new(
        new AwsSession(SandboxKeys.For(Security), Security, Some.Region, "aws", new AwsEndpoint(_sandbox.Url) { MaxRetries = 0 }).Client<IAmazonSecurityTokenService>(),
        "RemediatorAction",
        new AwsEndpoint(_sandbox.Url) { MaxRetries = 0 });

    private async Task<AwsSession> OpenAsync(string[]? features = null)
    {
        var home = _sandbox.AccountOf(Security);
        home.OrganizationsFeatures = features is null ? null : new(features, StringComparer.Ordinal);
        home.AddRole("RemediatorAction", policy: PermissionPolicy.ForRole([new DeleteRootCredentials()], "aws", Security));
        return await Broker().OpenAsync(Some.Finding(Account), Account, [new DeleteRootCredentials()], SessionNames.None, "rx-0123456789abcdef0123", CancellationToken.None);
    }

    private Task<AwsSession> OpenAsync() => OpenAsync(["RootCredentialsManagement", "RootSessions"]);
}
