using System.Text.Json.Nodes;
using Amazon.ECR;
using Amazon.ECR.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The engine's statement in a repository's policy that denies everybody to pull; absent when it has none.</summary>
/// <remarks>The target's id is the repository's name. The rest of the policy is kept as it is when the statement comes and goes.</remarks>
public sealed class RepositoryPullDeny : ResourceAttribute
{
    private const string Repository = "arn:{partition}:ecr:{region}:{account}:repository/{repository}";
    private const string Sid = "RemediatorDenyPull";

    /// <summary>Layers are downloaded by the one action and manifests by the other; either would do, both leave nothing to cached knowledge.</summary>
    public static AttributeValue Deny { get; } = AttributeValue.Of(new JsonObject
    {
        ["Sid"] = Sid,
        ["Effect"] = "Deny",
        ["Principal"] = "*",
        ["Action"] = new JsonArray("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    });

    public override string Label => "pulls from the repository";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ecr:GetRepositoryPolicy", Repository)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ecr:SetRepositoryPolicy", Repository), new("ecr:DeleteRepositoryPolicy", Repository)];

    public static Target TargetOf(string repository) => new(ResourceKinds.EcrRepository, repository);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        PolicyStatements.Find(await PolicyAsync(aws, target.Id, cancel).ConfigureAwait(false), Sid);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (ecr, repository) = (aws.Client<IAmazonECR>(), request.Target.Id);
        var policy = PolicyStatements.With(await PolicyAsync(aws, repository, cancel).ConfigureAwait(false), Sid, request.Wanted);
        if (!policy.IsAbsent)
        {
            await ecr.SetRepositoryPolicyAsync(new SetRepositoryPolicyRequest { RepositoryName = repository, PolicyText = InlinePolicy.Text(policy) }, cancel).ConfigureAwait(false);
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

    public override string Describe(AttributeValue value) => value.IsAbsent ? "allowed as the policy says" : value == Deny ? "denied to everybody" : $"another statement named {Sid}";

    private static async Task<AttributeValue> PolicyAsync(AwsSession aws, string repository, CancellationToken cancel)
    {
        try
        {
            return InlinePolicy.OfText((await aws.Client<IAmazonECR>().GetRepositoryPolicyAsync(new GetRepositoryPolicyRequest { RepositoryName = repository }, cancel).ConfigureAwait(false)).PolicyText);
        }
        catch (RepositoryPolicyNotFoundException)
        {
            return AttributeValue.Absent;
        }
    }
}
