using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Findings;
using Remediator.Planning;
using Remediator.Remediations;

namespace Remediator.Tests.Remediations.Ecr;

public sealed class DenyPullTests : IAsyncLifetime
{
    private const string Team = """{"Statement":[{"Action":"ecr:BatchGetImage","Effect":"Allow","Principal":{"AWS":"444455556666"},"Sid":"Team"}],"Version":"2012-10-17"}""";
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(Team)]
    public async Task Denies_pulls_beside_what_the_policy_says_and_takes_it_back(string? policy)
    {
        var repository = Repository(policy);
        var before = _sandbox.Snapshot();
        var trial = Trial("web/shop");

        var observation = await trial.ObserveAsync();
        var plan = Assert.IsType<StepPlan.Planned>(observation.Plan);
        Assert.Equal("web", Assert.IsType<TagReading.Known>(observation.Tags).Tags["team"]);
        await trial.ApplyAsync(plan);
        await trial.AssertInPlaceAsync(plan);
        Assert.Contains("RemediatorDenyPull", repository.Policy, StringComparison.Ordinal);
        Assert.Equal(policy is not null, repository.Policy!.Contains("Team", StringComparison.Ordinal));
        Assert.True((await trial.PlanAsync()).AlreadyCompliant);

        await trial.UndoAsync(plan);
        Assert.Empty(SandboxSnapshot.Difference(before, _sandbox.Snapshot()));
    }

    [Fact]
    public async Task A_statement_that_somebody_added_meanwhile_stays_when_the_deny_goes()
    {
        var repository = Repository(null);
        var trial = Trial("web/shop");
        var plan = await trial.PlanAsync();
        await trial.ApplyAsync(plan);
        repository.Policy = repository.Policy!.Replace("\"Statement\":[", "\"Statement\":[{\"Sid\":\"New\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:ListImages\"},", StringComparison.Ordinal);

        await trial.UndoAsync(plan);

        Assert.Contains("\"New\"", repository.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("RemediatorDenyPull", repository.Policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_repository_of_an_image_is_found_by_its_ARN()
    {
        Repository(null);
        var image = StepTrial.Resource(ResourceKinds.ContainerImage, "arn:aws:ecr:us-east-1:111122223333:repository/web/shop/sha256:0123");

        Assert.Equal("web/shop", Assert.Single((await StepTrial.On(_sandbox, new DenyPull(), image).PlanAsync()).Changes).Target.Id);
    }

    [Fact]
    public async Task A_missing_repository_is_not_applicable() => Assert.Contains("(any more)", await Trial("web/shop").NotApplicableAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_failed_read_is_unknown()
    {
        Repository(null);
        _sandbox.Faults.On("GetRepositoryPolicy", Fault.AccessDenied);

        Assert.IsType<StepPlan.Unknown>((await Trial("web/shop").ObserveAsync()).Plan);
    }

    private ImageRepository Repository(string? policy) =>
        _sandbox.Account.Region("us-east-1").Repositories["web/shop"] = new ImageRepository { Name = "web/shop", Policy = policy, Tags = new Tags { ["team"] = "web" } };

    private StepTrial Trial(string name) => StepTrial.On(_sandbox, new DenyPull(), StepTrial.Resource(ResourceKinds.EcrRepository, name));
}
