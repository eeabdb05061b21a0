using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The value of the quarantine tag of one version of an object; absent when it has no such tag.</summary>
/// <remarks>
/// The target's id is <c>bucket/version/key</c>; without a version it is the current one, and the key may hold slashes. S3
/// replaces all tags of an object at once, so the others are read and written back with it.
/// </remarks>
public sealed class ObjectQuarantineTag : ResourceAttribute
{
    public const string Key = "remediator:quarantine";

    private const string Objects = "arn:{partition}:s3:::{bucketName}/*";

    public static AttributeValue Quarantined { get; } = AttributeValue.Of("true");

    public override string Label => "quarantine tag of the object";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("s3:GetObjectTagging", Objects), new("s3:GetObjectVersionTagging", Objects)];

    public override IReadOnlyList<Permission> WritePermissions { get; } =
    [
        new("s3:PutObjectTagging", Objects), new("s3:PutObjectVersionTagging", Objects),
        new("s3:DeleteObjectTagging", Objects), new("s3:DeleteObjectVersionTagging", Objects),
    ];

    public static Target TargetOf(string bucket, string? version, string key) => new(ResourceKinds.S3Object, $"{bucket}/{version}/{key}");

    /// <summary>All tags of an object; null when there is no such object, version or bucket.</summary>
    public static async Task<List<Tag>?> TagsAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (bucket, version, key) = Split(target);
        try
        {
            var request = new GetObjectTaggingRequest { BucketName = bucket, Key = key, VersionId = version, ExpectedBucketOwner = aws.Account };
            return (await aws.Client<IAmazonS3>().GetObjectTaggingAsync(request, cancel).ConfigureAwait(false)).Tagging ?? [];
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "NoSuchKey" or "NoSuchVersion" or "NoSuchBucket")
        {
            return null;
        }
        catch (AmazonS3Exception e) when (S3Failure.NeedsWords(e))
        {
            throw S3Failure.Explain(e, bucket, aws);
        }
    }

    public static AttributeValue Of(IEnumerable<Tag>? tags) => (tags ?? []).FirstOrDefault(t => t.Key == Key) is { } tag ? AttributeValue.Of(tag.Value ?? "") : AttributeValue.Absent;

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) => Of(await TagsAsync(aws, target, cancel).ConfigureAwait(false));

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (bucket, version, key) = Split(request.Target);
        if (await TagsAsync(aws, request.Target, cancel).ConfigureAwait(false) is not { } tags)
        {
            throw new RemediationException($"there is no object {key} in bucket {bucket} (any more)");
        }

        tags = [.. tags.Where(t => t.Key != Key)];
        if (!request.Wanted.IsAbsent)
        {
            tags.Add(new Tag { Key = Key, Value = request.Wanted.ToString() });
        }

        var s3 = aws.Client<IAmazonS3>();
        if (tags.Count == 0)
        {
            await s3.DeleteObjectTaggingAsync(new DeleteObjectTaggingRequest { BucketName = bucket, Key = key, VersionId = version, ExpectedBucketOwner = aws.Account }, cancel).ConfigureAwait(false);
            return;
        }

        var put = new PutObjectTaggingRequest { BucketName = bucket, Key = key, VersionId = version, ExpectedBucketOwner = aws.Account, Tagging = new Tagging { TagSet = tags } };
        await s3.PutObjectTaggingAsync(put, cancel).ConfigureAwait(false);
    }

    private static (string Bucket, string? Version, string Key) Split(Target target) =>
        target.Id.Split('/', 3) is [var bucket, var version, var key]
            ? (bucket, version.Length == 0 ? null : version, key)
            : throw new InvalidOperationException($"{target} is not of the form bucket/version/key");
}
