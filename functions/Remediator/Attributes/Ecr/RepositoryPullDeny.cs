using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The engine's statement in a repository's policy that denies everybody to pull; absent when it has none.</summary>
/// <remarks>The target's id is the repository's name. The rest of the policy is kept as it is when the statement comes and goes.</remarks>
public sealed class RepositoryPullDeny : ResourceAttribute
{
    private const string Sid = "RemediatorDenyPull";

    private static readonly RepositoryPolicy Policy = new();

    /// <summary>Layers are downloaded by the one action and manifests by the other; either would do, both leave nothing to cached knowledge.</summary>
    public static AttributeValue Deny { get; } = AttributeValue.Of(new JsonObject
    {
        ["Sid"] = Sid,
        ["Effect"] = "Deny",
        ["Principal"] = "*",
        ["Action"] = new JsonArray("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    });

    public override string Label => "pulls from the repository";

    public override IReadOnlyList<Permission> ReadPermissions => Policy.ReadPermissions;

    public override IReadOnlyList<Permission> WritePermissions => Policy.WritePermissions;

    public static Target TargetOf(string repository) => new(ResourceKinds.EcrRepository, repository);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        PolicyStatements.Find(await Policy.ReadAsync(aws, target, cancel).ConfigureAwait(false), Sid);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var policy = await Policy.ReadAsync(aws, request.Target, cancel).ConfigureAwait(false);
        await Policy.WriteAsync(aws, request with { Current = policy, Wanted = PolicyStatements.With(policy, Sid, request.Wanted) }, cancel).ConfigureAwait(false);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "allowed as the policy says" : value == Deny ? "denied to everybody" : $"another statement named {Sid}";
}
