using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Remediator.Archiving;

/// <summary>Keeps audit entries where nobody can change them any more.</summary>
public interface IAuditArchive
{
    /// <summary>Writes an object once; one that is there already stays as it is.</summary>
    Task WriteAsync(string key, string json, CancellationToken cancel);
}

/// <summary>A bucket with object lock: its default retention holds for every object.</summary>
public sealed class BucketArchive(IAmazonS3 s3, string bucket) : IAuditArchive
{
    public async Task WriteAsync(string key, string json, CancellationToken cancel)
    {
        try
        {
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = json, ContentType = "application/json", IfNoneMatch = "*" }, cancel).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            // An earlier delivery of the same record has written it.
        }
    }
}
