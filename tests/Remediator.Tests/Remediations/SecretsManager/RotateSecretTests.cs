using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.SecretsManager;

public sealed class RotateSecretTests : IAsyncLifetime
{
    private const string Arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/db-SaNdBx";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(Arn)]
    [InlineData("orders/db")]
    public async Task The_secret_has_a_new_version_and_the_plan_says_that_nobody_can_put_the_old_one_back(string id)
    {
        var secret = Secret();
        var old = secret.Version;
        var trial = Trial(id);

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("data", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);

        Assert.True(Assert.Single(plan.Changes).Irreversible);
        Assert.NotEqual(old, secret.Version);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task A_rotation_that_this_execution_has_started_is_not_started_again()
    {
        var secret = Secret();
        var trial = Trial(Arn);
        var plan = await trial.PlanAsync();
        secret.Pending = plan.Changes[0].After.ToString();

        await trial.ApplyAsync(plan);

        Assert.DoesNotContain(_sandbox.Calls, c => c.Operation == "RotateSecret");
        Assert.False((await trial.PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task A_rotation_that_was_left_unfinished_is_in_the_way_and_the_reason_says_so()
    {
        Secret().Pending = "00000000-0000-4000-8000-00000000dead";

        Assert.Contains("is pending", await Trial(Arn).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_without_a_rotation_is_not_applicable()
    {
        Secret(rotates: false);

        Assert.Contains("no rotation set up", await Trial(Arn).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_a_service_manages_is_not_applicable()
    {
        Secret(owner: "rds");

        Assert.Contains("managed by rds", await Trial(Arn).NotApplicableAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_secret_is_not_applicable() => Assert.Contains("(any more)", await Trial(Arn).NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        Secret();
        _sandbox.Faults.On("DescribeSecret", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial(Arn).ObserveAsync()).Plan);
    }

    private StoredSecret Secret(bool rotates = true, string? owner = null) => _sandbox.Account.Region("us-east-1").Secrets["orders/db"] =
        new StoredSecret("orders/db", Arn, "hunter2") { RotationEnabled = rotates, OwningService = owner, Tags = new Tags { ["team"] = "data" } };

    private StepTrial Trial(string id) => StepTrial.On(_sandbox, new RotateSecret(), StepTrial.Resource(ResourceKinds.Secret, id));
}
