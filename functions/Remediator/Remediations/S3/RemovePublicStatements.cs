using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Amazon.S3;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Takes the statements that let everybody in out of a bucket's policy; what the policy grants to named principals stays.</summary>
/// <remarks>Narrower than Block Public Access: website hosting by a CDN, cross-account access and access points go on.</remarks>
public sealed class RemovePublicStatements : Remediation<RemovePublicStatementsOptions, RemovePublicStatements.Observed>
{
    public override string Name => "remove-public-statements";

    public override string Summary => "Remove the statements of a bucket policy that let everybody in.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Bucket];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(BucketPolicy)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [BucketReads.Permission];

    public override JsonTypeInfo OptionsInfo => RemovePublicStatementsJsonContext.Default.RemovePublicStatementsOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, RemovePublicStatementsOptions options, CancellationToken cancel)
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

    public override StepPlan Plan(PlanContext context, RemovePublicStatementsOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        // A policy that this parser refuses (a key that comes twice) may be open all the same.
        if (!observed.Policy.IsAbsent && observed.Policy.ToNode() is not JsonObject)
        {
            return new StepPlan.Unknown($"the policy of bucket {context.Resource.Id} can't be taken apart, so whether it is public is not known");
        }

        var open = PublicStatements.In(observed.Policy);
        var change = new Change
        {
            Step = Name,
            Attribute = nameof(BucketPolicy),
            Target = BucketPolicy.TargetOf(context.Resource.Id),
            Before = observed.Policy,
            After = open.Count == 0 ? observed.Policy : PublicStatements.Without(observed.Policy),
            Phase = Phase.Contain,
            Note = open.Count == 0 ? "The policy has no statement that lets everybody in." : $"Removed: {string.Join(", ", open)}.",
        };
        return new StepPlan.Planned(
            [change],
            "Public ACLs of the bucket and its objects stay: block-public-bucket stops those too.",
            "Statements with a condition on who or where the caller is stay, also a wide one.",
            "Objects that were copied while the bucket was public cannot be called back.");
    }

    /// <summary>The bucket as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Policy">Its policy.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record Observed(string? Unfit, AttributeValue Policy, TagReading Tags);
}
