using System.Text.Json.Serialization.Metadata;
using Amazon.S3;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Takes the statements that let everybody in out of a bucket's policy; what the policy grants to named principals stays.</summary>
/// <remarks>Narrower than Block Public Access: website hosting by a CDN, cross-account access and access points go on.</remarks>
public sealed class RemovePublicStatements : Remediation<NoOptions, RemovePublicStatements.Observed>
{
    public override string Name => "remove-public-statements";

    public override string Summary => "Remove the statements of a bucket policy that let everybody in.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Bucket];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(BucketPolicy)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [BucketReads.Permission];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var bucket = context.Resource.Id;
        if (BucketReads.Unfit(bucket) is { } reason)
        {
            return new Observed(reason, default, TagReading.None);
        }

        try
        {
            var policy = new BucketPolicy().ReadAsync(context.Aws, BucketPolicy.TargetOf(bucket), cancel);
            var tags = BucketReads.TagsAsync(context, bucket, cancel);
            await Task.WhenAll(policy, tags).ConfigureAwait(false);
            return new Observed(null, await policy.ConfigureAwait(false), await tags.ConfigureAwait(false));
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchBucket")
        {
            return new Observed($"bucket {bucket} does not exist (any more)", default, TagReading.None);
        }
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed) => observed.Unfit is { } reason
        ? new StepPlan.NotApplicable(reason)
        : PublicPolicyPlan.Of(
            Name,
            nameof(BucketPolicy),
            BucketPolicy.TargetOf(context.Resource.Id),
            observed.Policy,
            $"bucket {context.Resource.Id}",
            "Public ACLs of the bucket and its objects stay: block-public-bucket stops those too.",
            "Objects that were copied while the bucket was public cannot be called back.");

    /// <summary>The bucket as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Policy">Its policy.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record Observed(string? Unfit, AttributeValue Policy, TagReading Tags);
}
