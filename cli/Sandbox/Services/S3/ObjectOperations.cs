using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>Writing and reading an object, and nothing more.</summary>
[S3]
internal static class ObjectOperations
{
    [Route("PUT", "object")]
    [Checks("arn:aws:s3:::{Bucket}/{Key}")]
    public static Answer PutObject(Call call)
    {
        var bucket = S3Lookup.Find(call);
        if (call.Http.Header("If-None-Match") == "*" && bucket.Objects.ContainsKey(call.Parameters.Required("Key")))
        {
            throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
        }

        bucket.Objects[call.Parameters.Required("Key")] = Convert.ToBase64String(AwsChunked.Decode(call.Http));
        return Answer.Raw([], 200, Tag(bucket, call));
    }

    [Route("GET", "object")]
    [Checks("arn:aws:s3:::{Bucket}/{Key}")]
    public static Answer GetObject(Call call)
    {
        var bucket = S3Lookup.Find(call);
        if (!bucket.Objects.ContainsKey(call.Parameters.Required("Key")))
        {
            // Only who may list a bucket learns that an object is not there.
            call.Demand("s3:ListBucket", $"arn:aws:s3:::{bucket.Name}");
        }

        return bucket.Objects.TryGetValue(call.Parameters.Required("Key"), out var content)
            ? Answer.Raw(Convert.FromBase64String(content), 200, Tag(bucket, call))
            : throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    }

    [Route("GET", "bucket", "versions")]
    [Checks("arn:aws:s3:::{Bucket}", Action = "s3:ListBucketVersions")]
    public static Answer ListObjectVersions(Call call)
    {
        var bucket = S3Lookup.Find(call);
        var prefix = call.Parameters["prefix"] ?? "";
        return S3Lookup.Document(
            "ListVersionsResult",
            new XElement("IsTruncated", "false"),
            bucket.Objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(o => new XElement(
                "Version", new XElement("Key", o.Key), new XElement("VersionId", "null"), new XElement("IsLatest", "true"), new XElement("ETag", Tag(o.Value)))));
    }

    [Route("GET", "object", "tagging")]
    [Checks("arn:aws:s3:::{Bucket}/{Key}", Without = "versionId")]
    [Checks("arn:aws:s3:::{Bucket}/{Key}", Action = "s3:GetObjectVersionTagging", With = "versionId")]
    public static Answer GetObjectTagging(Call call) => S3Lookup.Document(
        "Tagging", new XElement("TagSet", Tags(call).Select(t => new XElement("Tag", new XElement("Key", t.Key), new XElement("Value", t.Value)))));

    [Route("PUT", "object", "tagging")]
    [Checks("arn:aws:s3:::{Bucket}/{Key}", Without = "versionId")]
    [Checks("arn:aws:s3:::{Bucket}/{Key}", Action = "s3:PutObjectVersionTagging", With = "versionId")]
    public static Answer PutObjectTagging(Call call)
    {
        var tags = Tags(call);
        tags.Clear();
        foreach (var tag in S3Lookup.Body(call).Descendants().Where(e => e.Name.LocalName == "Tag"))
        {
            tags[tag.Elements().First(e => e.Name.LocalName == "Key").Value] = tag.Elements().First(e => e.Name.LocalName == "Value").Value;
        }

        return tags.Count <= 10 ? Answer.Raw([]) : throw new AwsError("BadRequest", "Object tags cannot be greater than 10");
    }

    [Route("DELETE", "object", "tagging")]
    [Checks("arn:aws:s3:::{Bucket}/{Key}", Without = "versionId")]
    [Checks("arn:aws:s3:::{Bucket}/{Key}", Action = "s3:DeleteObjectVersionTagging", With = "versionId")]
    public static Answer DeleteObjectTagging(Call call)
    {
        Tags(call).Clear();
        return S3Lookup.NoContent;
    }

    private static Tags Tags(Call call)
    {
        var (bucket, key) = (S3Lookup.Find(call), call.Parameters.Required("Key"));
        if (!bucket.Objects.ContainsKey(key))
        {
            throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
        }

        if (!bucket.ObjectTags.TryGetValue(key, out var tags))
        {
            bucket.ObjectTags[key] = tags = [];
        }

        return tags;
    }

    /// <remarks>In the form of a multipart upload, which clients don't take for the MD5 of the content.</remarks>
    private static KeyValuePair<string, string> Tag(Bucket bucket, Call call) =>
        new("ETag", Tag(bucket.Objects[call.Parameters.Required("Key")]));

    private static string Tag(string content) => $"\"{content.Length:x32}-1\"";
}
