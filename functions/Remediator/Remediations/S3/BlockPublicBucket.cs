using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Turns on all four Block Public Access flags of a bucket; its policy and ACLs stay as they are.</summary>
public sealed class BlockPublicBucket : Remediation<BlockPublicBucketOptions, BlockPublicBucket.Observed>
{
    private const string Restrict = "restrictPublicBuckets";

    public override string Name => "block-public-bucket";

    public override string Summary => "Turn on all four Block Public Access flags of a bucket.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Bucket];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(BucketPublicAccessBlock)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("s3:GetBucketTagging", "arn:{partition}:s3:::{bucketName}")];

    public override JsonTypeInfo OptionsInfo => BlockPublicBucketJsonContext.Default.BlockPublicBucketOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, BlockPublicBucketOptions options, CancellationToken cancel)
    {
        if (Unfit(context.Resource.Id) is { } reason)
        {
            return new Observed(reason, default, TagReading.None);
        }

        try
        {
            var block = new BucketPublicAccessBlock().ReadAsync(context.Aws, TargetOf(context.Resource), cancel);
            var tags = TagsAsync(context, cancel);
            await Task.WhenAll(block, tags).ConfigureAwait(false);
            return new Observed(null, await block.ConfigureAwait(false), await tags.ConfigureAwait(false));
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchBucket")
        {
            return new Observed($"bucket {context.Resource.Id} does not exist (any more)", default, TagReading.None);
        }
    }

    protected override TagReading Tags(Observed observed) => observed.Tags;

    public override StepPlan Plan(PlanContext context, BlockPublicBucketOptions options, Observed observed)
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
            Note = observed.Block.ToNode()?[Restrict]?.GetValue<bool>() is true
                ? null
                : "Anonymous reads and website hosting stop. Where the bucket policy grants public access, RestrictPublicBuckets also stops the cross-account access that the same policy grants.",
        };
        return new StepPlan.Planned(
            [change],
            "Objects that were copied while the bucket was public cannot be called back.",
            "Presigned URLs work until they expire or the credential that signed them is disabled.");
    }

    /// <summary>Bucket names only: an ARN in the place of a name would lead the client to an access point.</summary>
    private static string? Unfit(string bucket) =>
        bucket.Length is < 3 or > 255 || !bucket.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? "the finding does not name a bucket by a valid name"
        : bucket.EndsWith("--x-s3", StringComparison.Ordinal) ? $"{bucket} is a directory bucket: S3 blocks all public access to it, and this cannot be switched off"
        : null;

    private static Target TargetOf(ResourceRef resource) => new(ResourceKinds.Bucket, resource.Id);

    /// <summary>Unreadable tags are for the safety gate to weigh; they do not hide what else was seen.</summary>
    private static async Task<TagReading> TagsAsync(ObserveContext context, CancellationToken cancel)
    {
        try
        {
            var request = new GetBucketTaggingRequest { BucketName = context.Resource.Id, ExpectedBucketOwner = context.Aws.Account };
            var response = await context.Aws.Client<IAmazonS3>().GetBucketTaggingAsync(request, cancel).ConfigureAwait(false);
            return new TagReading.Known((response.TagSet ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchTagSet")
        {
            return TagReading.None;
        }
        catch (AmazonS3Exception e)
        {
            return new TagReading.Unknown($"tags of bucket {context.Resource.Id}: {e.ErrorCode}: {e.Message}");
        }
    }

    /// <summary>The bucket as it is.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Block">Its Block Public Access configuration.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record Observed(string? Unfit, AttributeValue Block, TagReading Tags);
}
