using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services;

/// <summary>The policies and tags of ECR repositories.</summary>
[Service("ecr", Protocol.Json)]
internal static class EcrOperations
{
    [Checks("repository/{repositoryName}")]
    public static Answer GetRepositoryPolicy(Call call)
    {
        var repository = Find(call);
        return Answer.Json(new JsonObject { ["repositoryName"] = repository.Name, ["policyText"] = repository.Policy ?? throw NoPolicy(repository) });
    }

    [Checks("repository/{repositoryName}")]
    public static Answer SetRepositoryPolicy(Call call)
    {
        var repository = Find(call);
        repository.Policy = call.Parameters.Required("policyText");
        return Answer.Json(new JsonObject { ["repositoryName"] = repository.Name, ["policyText"] = repository.Policy });
    }

    [Checks("repository/{repositoryName}")]
    public static Answer DeleteRepositoryPolicy(Call call)
    {
        var repository = Find(call);
        repository.Policy = repository.Policy is null ? throw NoPolicy(repository) : null;
        return Answer.Json(new JsonObject { ["repositoryName"] = repository.Name });
    }

    public static Answer ListTagsForResource(Call call)
    {
        var arn = call.Parameters.Required("resourceArn");
        call.Demand(call.Operation.DefaultAction, arn);
        var tags = Named(call, arn[(arn.IndexOf('/', StringComparison.Ordinal) + 1)..]).Tags;
        return Answer.Json(new JsonObject { ["tags"] = new JsonArray([.. tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]) });
    }

    private static ImageRepository Find(Call call) => Named(call, call.Parameters.Required("repositoryName"));

    private static ImageRepository Named(Call call, string name) => call.Region.Repositories.GetValueOrDefault(name)
        ?? throw new AwsError("RepositoryNotFoundException", $"The repository with name '{name}' does not exist in the registry with id '{call.Account.Id}'");

    private static AwsError NoPolicy(ImageRepository repository) =>
        new("RepositoryPolicyNotFoundException", $"Repository policy does not exist for the repository with name '{repository.Name}'");
}
