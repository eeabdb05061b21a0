using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The engine's statement in a bucket's policy that denies everybody to read objects with the quarantine tag; absent when it has none.</summary>
/// <remarks>The target's id is the bucket name. It concerns tagged objects alone: all that are quarantined in the bucket rely on it.</remarks>
public sealed class QuarantineStatement : ResourceAttribute
{
    private const string Sid = "RemediatorQuarantine";

    private readonly BucketPolicy _policy = new();

    public override string Label => "deny for quarantined objects";

    public override IReadOnlyList<Permission> ReadPermissions => _policy.ReadPermissions;

    public override IReadOnlyList<Permission> WritePermissions => _policy.WritePermissions;

    public static Target TargetOf(string bucket) => new(ResourceKinds.Bucket, bucket);

    public static AttributeValue For(string partition, string bucket) => AttributeValue.Of(new JsonObject
    {
        ["Sid"] = Sid,
        ["Effect"] = "Deny",
        ["Principal"] = "*",
        ["Action"] = new JsonArray("s3:GetObject", "s3:GetObjectVersion"),
        ["Resource"] = $"arn:{partition}:s3:::{bucket}/*",
        ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { [$"s3:ExistingObjectTag/{ObjectQuarantineTag.Key}"] = ObjectQuarantineTag.Quarantined.ToString() } },
    });

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        PolicyStatements.Find(await _policy.ReadAsync(aws, target, cancel).ConfigureAwait(false), Sid);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var current = await _policy.ReadAsync(aws, request.Target, cancel).ConfigureAwait(false);
        var wanted = PolicyStatements.With(current, Sid, request.Wanted);
        await _policy.WriteAsync(aws, request with { Current = current, Wanted = wanted }, cancel).ConfigureAwait(false);
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "none" : $"nobody reads objects tagged {ObjectQuarantineTag.Key}";
}
