using System.Text.Json.Nodes;
using Amazon.ECR;
using Amazon.ECR.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The policy of an ECR repository; absent when it has none.</summary>
/// <remarks>The target's id is the repository's name.</remarks>
public sealed class RepositoryPolicy : ResourceAttribute
{
    private const string Repository = "arn:{partition}:ecr:{region}:{account}:repository/{repository}";

    public override string Label => "repository policy";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ecr:GetRepositoryPolicy", Repository)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ecr:SetRepositoryPolicy", Repository), new("ecr:DeleteRepositoryPolicy", Repository)];

    public static Target TargetOf(string repository) => new(ResourceKinds.EcrRepository, repository);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            return InlinePolicy.OfText((await aws.Client<IAmazonECR>().GetRepositoryPolicyAsync(new GetRepositoryPolicyRequest { RepositoryName = target.Id }, cancel).ConfigureAwait(false)).PolicyText);
        }
        catch (RepositoryPolicyNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (ecr, repository) = (aws.Client<IAmazonECR>(), request.Target.Id);
        if (!request.Wanted.IsAbsent)
        {
            await ecr.SetRepositoryPolicyAsync(new SetRepositoryPolicyRequest { RepositoryName = repository, PolicyText = InlinePolicy.Text(request.Wanted) }, cancel).ConfigureAwait(false);
            return;
        }

        try
        {
            await ecr.DeleteRepositoryPolicyAsync(new DeleteRepositoryPolicyRequest { RepositoryName = repository }, cancel).ConfigureAwait(false);
        }
        catch (RepositoryPolicyNotFoundException)
        {
            // Gone already: absent is what was wanted.
        }
    }

    public override string Describe(AttributeValue value) => value.ToNode() switch
    {
        null => "none",
        JsonObject => PublicStatements.In(value) is { Count: > 0 } open ? $"{value} (public: {string.Join(", ", open)})" : value.ToString(),
        _ => value.ToString(),
    };
}
