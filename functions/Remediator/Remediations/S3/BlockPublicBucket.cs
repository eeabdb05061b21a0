using System.Text.Json.Serialization.Metadata;
using Amazon.S3;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Turns on all four Block Public Access flags of a bucket; its policy and ACLs stay as they are.</summary>
public sealed class BlockPublicBucket : Remediation<NoOptions, BlockPublicBucket.Observed>
{
    private const string Restrict = "restrictPublicBuckets";
    private const string Stops = "Anonymous reads and website hosting stop. Where the bucket policy grants public access, RestrictPublicBuckets also stops the cross-account access that the same policy grants.";

    public override string Name => "block-public-bucket";

    public override string Summary => "Turn on all four Block Public Access flags of a bucket.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Bucket];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(BucketPublicAccessBlock)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [BucketReads.Permission, PublicGrantsOfAcl.Permission];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        if (BucketReads.Unfit(context.Resource.Id) is { } reason)
        {
            return new Observed(reason, default, TagReading.None);
        }

        try
        {
            var block = new BucketPublicAccessBlock().ReadAsync(context.Aws, TargetOf(context.Resource), cancel);
            var tags = BucketReads.TagsAsync(context, context.Resource.Id, cancel);
            var granted = PublicGrantsOfAcl.ReadAsync(context, context.Resource.Id, cancel);
            await Task.WhenAll(block, tags, granted).ConfigureAwait(false);
            return new Observed(null, await block.ConfigureAwait(false), await tags.ConfigureAwait(false)) { Acl = await granted.ConfigureAwait(false) };
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchBucket")
        {
            return new Observed($"bucket {context.Resource.Id} does not exist (any more)", default, TagReading.None);
        }
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var change = new Change
        {
            Step = Name,
            Attribute = nameof(BucketPublicAccessBlock),
            Target = TargetOf(context.Resource),
            Before = observed.Block,
            After = BucketPublicAccessBlock.AllOn,
            Phase = Phase.Contain,

            // A release takes this off before it puts a public policy back, which S3 would refuse while it is on.
            Stage = 1,
            Note = string.Join(' ', new[] { observed.Block.ToNode()?[Restrict]?.GetValue<bool>() is true ? null : Stops, observed.Acl }.OfType<string>()) is { Length: > 0 } note ? note : null,
        };
        return new StepPlan.Planned(
            [change],
            "Objects that were copied while the bucket was public cannot be called back.",
            "Presigned URLs work until they expire or the credential that signed them is disabled.");
    }

    private static Target TargetOf(ResourceRef resource) => new(ResourceKinds.Bucket, resource.Id);

    /// <summary>The bucket as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Block">Its Block Public Access configuration.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record Observed(string? Unfit, AttributeValue Block, TagReading Tags)
    {
        /// <summary>What its ACL grants to everybody, for people; null for nothing.</summary>
        public string? Acl { get; init; }
    }
}
