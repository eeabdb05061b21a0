using System.Collections.Immutable;
using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Attributes;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>What every remediation of a bucket reads.</summary>
internal static class BucketReads
{
    public static readonly Permission Permission = new("s3:GetBucketTagging", "arn:{partition}:s3:::{bucketName}");

    /// <summary>Why a name cannot be a bucket's; null when it can. An ARN in the place of a name would lead the client to an access point.</summary>
    public static string? Unfit(string? bucket) =>
        bucket is not { Length: >= 3 and <= 255 } || !bucket.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? "the finding does not name a bucket by a valid name"
        : bucket.EndsWith("--x-s3", StringComparison.Ordinal) ? $"{bucket} is a directory bucket: S3 blocks all public access to it, and this cannot be switched off"
        : null;

    /// <summary>Unreadable tags are for the safety gate to weigh; they do not hide what else was seen.</summary>
    public static Task<TagReading> TagsAsync(ObserveContext context, string bucket, CancellationToken cancel) =>
        context.OnceAsync($"bucket-tags {bucket}", () => ReadTagsAsync(context, bucket, cancel));

    private static async Task<TagReading> ReadTagsAsync(ObserveContext context, string bucket, CancellationToken cancel)
    {
        try
        {
            var request = new GetBucketTaggingRequest { BucketName = bucket, ExpectedBucketOwner = context.Aws.Account };
            var response = await context.Aws.Client<IAmazonS3>().GetBucketTaggingAsync(request, cancel).ConfigureAwait(false);
            return new TagReading.Known((response.TagSet ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "NoSuchTagSet" or "NoSuchBucket")
        {
            return TagReading.None;
        }
        catch (AmazonS3Exception e)
        {
            return new TagReading.Unknown($"tags of bucket {bucket}: {e.ErrorCode}: {e.Message}");
        }
    }
}
