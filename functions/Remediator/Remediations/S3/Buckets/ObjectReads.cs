using Amazon.S3;
using Amazon.S3.Model;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>What is under a key now.</summary>
internal static class ObjectReads
{
    /// <summary>Of objects that were written without versioning, which the next write replaces.</summary>
    private const string NullVersion = "null";

    /// <summary>By the list: reading an object's head takes the right to read the object, and the quarantine itself denies it.</summary>
    public static readonly Permission Permission = new("s3:ListBucketVersions", "arn:{partition}:s3:::{bucketName}");

    /// <summary>Whether another object can have come under the same name.</summary>
    public static bool CanBeOverwritten(string? version) => version is null or NullVersion;

    /// <summary>The eTag of the current object, or of the one without a version; null where there is none.</summary>
    public static async Task<string?> ETagAsync(AwsSession aws, string bucket, string? version, string key, CancellationToken cancel)
    {
        var request = new ListVersionsRequest { BucketName = bucket, Prefix = key, ExpectedBucketOwner = aws.Account };
        ListVersionsResponse page;
        try
        {
            page = await aws.Client<IAmazonS3>().ListVersionsAsync(request, cancel).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (S3Failure.NeedsWords(e))
        {
            throw S3Failure.Explain(e, bucket, aws);
        }

        var found = (page.Versions ?? []).Where(v => v.Key == key && (version is null ? v.IsLatest == true : v.VersionId == version)).ToList();
        return found.Count > 0 ? found[0].ETag?.Trim('"')
            : page.IsTruncated == true && (page.Versions ?? []).TrueForAll(v => v.Key == key) ? throw new RemediationException($"the object in bucket {bucket} has more versions than one list, and the one of the finding is not among the newest")
            : null;
    }
}
