using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;
using UserCredential = Remediator.Cli.Sandbox.State.UserCredential;

namespace Remediator.Tests.Remediations.Iam;

public sealed class DisableUserCredentialsTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Makes_Bedrock_keys_SSH_keys_and_certificates_inactive_and_puts_each_back_as_it_was()
    {
        var alice = Alice();
        var before = _sandbox.Snapshot();
        var trial = Trial();

        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.Equal(5, plan.Changes.Length);
        Assert.Equal(["Inactive", "Expired", "Inactive", "Inactive", "Inactive"], alice.Credentials.Values.Select(c => c.Status));
        Assert.Contains(plan.Changes, c => c.Note == "bedrock.amazonaws.com credential ACCA1EXAMPLE");
        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_credential_that_was_deleted_meanwhile_is_as_good_as_inactive()
    {
        var alice = Alice();
        var trial = Trial();
        var plan = await trial.PlanAsync();
        alice.Credentials.Remove("APKA1EXAMPLE");

        await trial.ApplyAsync(plan);

        await trial.AssertInPlaceAsync(plan);
    }

    [Fact]
    public async Task A_user_without_any_is_not_applicable()
    {
        _sandbox.Account.AddUser("alice");

        Assert.Contains("no service-specific credentials", await Trial().NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { PageSize = 1 });
        var alice = sandbox.Account.AddUser("alice");
        alice.Credentials["ACCA1EXAMPLE"] = new UserCredential("service", Service: "bedrock.amazonaws.com");
        alice.Credentials["ACCA2EXAMPLE"] = new UserCredential("service", Service: "codecommit.amazonaws.com");

        Assert.Equal(2, (await StepTrial.On(sandbox, new DisableUserCredentials(), StepTrial.Resource(ResourceKinds.User, "alice")).PlanAsync()).Changes.Length);
    }

    [Theory]
    [InlineData("ListServiceSpecificCredentials")]
    [InlineData("ListSSHPublicKeys")]
    [InlineData("ListSigningCertificates")]
    public async Task A_failed_read_is_unknown(string operation)
    {
        Alice();
        _sandbox.Faults.On(operation, Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial().ObserveAsync()).Plan);
    }

    private User Alice()
    {
        var alice = _sandbox.Account.AddUser("alice");
        alice.Credentials["ACCA1EXAMPLE"] = new UserCredential("service", Service: "bedrock.amazonaws.com");
        alice.Credentials["ACCA2EXAMPLE"] = new UserCredential("service", "Expired", "bedrock.amazonaws.com");
        alice.Credentials["ACCA3EXAMPLE"] = new UserCredential("service", "Inactive", "codecommit.amazonaws.com");
        alice.Credentials["APKA1EXAMPLE"] = new UserCredential("ssh");
        alice.Credentials["CERTEXAMPLE1"] = new UserCredential("certificate");
        return alice;
    }

    private StepTrial Trial() => StepTrial.On(_sandbox, new DisableUserCredentials(), StepTrial.Resource(ResourceKinds.User, "alice"));
}
