using System.Text.Json.Serialization.Metadata;
using Amazon.S3;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Tags an object, and has the bucket's policy deny everybody to read objects with that tag; the object stays where it is, as evidence.</summary>
public sealed class QuarantineObject : Remediation<NoOptions, QuarantineObject.Observed>
{
    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html</summary>
    private const int MostTags = 10;

    /// <summary>A release takes the tag off first: one that is cut off never leaves an object that is tagged and can be read.</summary>
    private const int AfterStatement = 1;

    public override string Name => "quarantine-object";

    public override string Summary => "Let nobody read an S3 object any more: a tag on it, and a deny for that tag in the bucket's policy.";

    public override string Undo => "the object's tags; the statement in the policy goes with the last object that relies on it";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.S3Object];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ObjectQuarantineTag), nameof(QuarantineStatement)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [BucketReads.Permission, ObjectReads.Permission];

    public override JsonTypeInfo OptionsInfo => NoOptionsJsonContext.Default.NoOptions;

    protected override async Task<Observed> ReadAsync(ObserveContext context, NoOptions options, CancellationToken cancel)
    {
        var (bucket, version) = (context.Resource.Detail(ResourceDetails.BucketName), context.Resource.Detail(ResourceDetails.Version));
        if (BucketReads.Unfit(bucket) is { } reason)
        {
            return None(reason);
        }

        if (version is not null && !version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            return None("the finding does not name the version of the object by a valid id");
        }

        try
        {
            var target = ObjectQuarantineTag.TargetOf(bucket!, version, context.Resource.Id);
            var seen = context.Resource.Detail(ResourceDetails.ETag)?.Trim('"');
            var checks = seen is not null && ObjectReads.CanBeOverwritten(version);
            var live = checks ? ObjectReads.ETagAsync(context.Aws, bucket!, version, context.Resource.Id, cancel) : Task.FromResult(seen);
            var tags = ObjectQuarantineTag.TagsAsync(context.Aws, target, cancel);
            var ofBucket = BucketReads.TagsAsync(context, bucket!, cancel);
            var statement = new QuarantineStatement().ReadAsync(context.Aws, QuarantineStatement.TargetOf(bucket!), cancel);
            await Task.WhenAll(tags, ofBucket, statement, live).ConfigureAwait(false);
            if (await live.ConfigureAwait(false) is { } etag && etag != seen)
            {
                return None($"the object was overwritten: what is under its key in bucket {bucket} now has another content (eTag) than the finding says, and nothing is known against it");
            }

            return await tags.ConfigureAwait(false) is { } found && (!checks || live.Result is not null)
                ? new Observed(
                    found.Count >= MostTags && ObjectQuarantineTag.Of(found).IsAbsent ? $"the object has {MostTags} tags already, and S3 takes no more: delete one, or move the object" : null,
                    target,
                    ObjectQuarantineTag.Of(found),
                    await statement.ConfigureAwait(false),
                    await ofBucket.ConfigureAwait(false))
                : None($"there is no such object in bucket {bucket} (any more)");
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchBucket")
        {
            return None($"bucket {bucket} does not exist (any more)");
        }
    }

    /// <summary>Those of the bucket alone: whoever uploads an object chooses its tags, and could exempt malware with them.</summary>
    protected override TagReading Tags(Observed observed) => observed.BucketTags;

    /// <summary>The bucket's policy is changed too.</summary>
    protected override IEnumerable<TouchedResource> Touched(Observed observed) =>
        observed.BucketTags is TagReading.Known known && observed.Target.Id is { } id ? [new TouchedResource(ResourceKinds.Bucket, id.Split('/')[0], known.Tags)] : [];

    public override StepPlan Plan(PlanContext context, NoOptions options, Observed observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var bucket = observed.Target.Id.Split('/')[0];
        return new StepPlan.Planned(
            [
                new Change
                {
                    Step = Name,
                    Attribute = nameof(QuarantineStatement),
                    Target = QuarantineStatement.TargetOf(bucket),
                    Before = observed.Statement,
                    After = QuarantineStatement.For(context.Finding.Partition, bucket),
                    Phase = Phase.Contain,
                    Note = observed.Statement.IsAbsent ? "A release takes the statement out of the policy, once no other finding's object of the bucket relies on it." : null,
                },
                new Change
                {
                    Step = Name,
                    Attribute = nameof(ObjectQuarantineTag),
                    Target = observed.Target,
                    Before = observed.Tag,
                    After = ObjectQuarantineTag.Quarantined,
                    Phase = Phase.Contain,
                    Stage = AfterStatement,
                },
            ],
            "Copies that were made or downloaded before cannot be called back.",
            context.Resource.Detail(ResourceDetails.Version) is null ? "Only the current version is tagged; older versions can be read." : "Only the version of the finding is tagged; other versions can be read.",
            "Whoever may change the object's tags or the bucket's policy can undo this.");
    }

    private static Observed None(string reason) => new(reason, default, default, default, TagReading.None);

    /// <summary>What was read.</summary>
    /// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
    /// <param name="Target">The object, its version and bucket.</param>
    /// <param name="Tag">Its quarantine tag.</param>
    /// <param name="Statement">The engine's statement in the bucket's policy.</param>
    /// <param name="BucketTags">Those of the bucket.</param>
    public sealed record Observed(
        string? Unfit, Target Target, AttributeValue Tag, AttributeValue Statement, TagReading BucketTags);
}
