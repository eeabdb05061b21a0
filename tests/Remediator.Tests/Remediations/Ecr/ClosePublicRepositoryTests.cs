using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Ecr;

public sealed class ClosePublicRepositoryTests : IAsyncLifetime
{
    private const string Open = """{"Action":"ecr:BatchGetImage","Effect":"Allow","Principal":"*","Sid":"Open"}""";
    private const string Team = """{"Action":"ecr:BatchGetImage","Effect":"Allow","Principal":{"AWS":"444455556666"},"Sid":"Team"}""";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(Open, null)]
    [InlineData($"{Open},{Team}", Team)]
    public async Task Everybody_is_let_out_the_named_stay_and_the_undo_puts_the_policy_back(string statements, string? left)
    {
        var repository = Repository(Policy(statements));
        var before = _sandbox.Snapshot();
        var trial = Trial("web/shop");

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("web", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Equal(left is null ? null : Policy(left), repository.Policy);
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_policy_that_lets_nobody_else_in_stays()
    {
        Repository(Policy(Team));

        Assert.True((await Trial("web/shop").PlanAsync()).AlreadyCompliant);
    }

    [Fact]
    public async Task A_policy_that_can_not_be_taken_apart_is_unknown()
    {
        Repository("""{"Statement":[],"Statement":[]}""");

        Assert.IsType<StepPlan.Unknown>((await Trial("web/shop").ObserveAsync()).Plan);
    }

    [Fact]
    public async Task A_missing_repository_is_not_applicable() => Assert.Contains("(any more)", await Trial("web/shop").NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_name_that_is_none_is_never_used()
    {
        await Trial("../x").NotApplicableAsync();

        Assert.Empty(_sandbox.Calls);
    }

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        Repository(Policy(Open));
        _sandbox.Faults.On("GetRepositoryPolicy", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial("web/shop").ObserveAsync()).Plan);
    }

    private static string Policy(string statements) => $$"""{"Statement":[{{statements}}],"Version":"2012-10-17"}""";

    private ImageRepository Repository(string policy) =>
        _sandbox.Account.Region("us-east-1").Repositories["web/shop"] = new ImageRepository { Name = "web/shop", Policy = policy, Tags = new Tags { ["team"] = "web" } };

    private StepTrial Trial(string name) => StepTrial.On(_sandbox, new ClosePublicRepository(), StepTrial.Resource(ResourceKinds.EcrRepository, name));
}
