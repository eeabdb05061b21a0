using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Remediator.Archiving;

/// <summary>Keeps audit entries where nobody can change them any more.</summary>
public interface IAuditArchive
{
    /// <summary>Writes an object once; one that is there already stays as it is.</summary>
    /// <returns>Whether it was written.</returns>
    Task<bool> WriteAsync(string key, string json, CancellationToken cancel);
}

/// <summary>A bucket with object lock: its default retention holds for every object.</summary>
public sealed class BucketArchive(IAmazonS3 s3, string bucket) : IAuditArchive
{
    public async Task<bool> WriteAsync(string key, string json, CancellationToken cancel)
    {
        try
        {
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = json, ContentType = "application/json", IfNoneMatch = "*" }, cancel).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            // An earlier delivery of the same record has written it.
            return false;
        }
    }

    /// <summary>The bytes of an object, as they are there now.</summary>
    public async Task<byte[]> ReadAsync(string key, CancellationToken cancel)
    {
        using var answer = await s3.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, cancel).ConfigureAwait(false);
        using var content = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(content, cancel).ConfigureAwait(false);
        return content.ToArray();
    }
}
