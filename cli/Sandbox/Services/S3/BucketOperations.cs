using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>What a bucket is: its place and tags.</summary>
[S3]
internal static class BucketOperations
{
    [Route("HEAD", "bucket")]
    [Checks("arn:aws:s3:::{Bucket}", Action = "s3:ListBucket")]
    public static Answer HeadBucket(Call call) => Answer.Raw([], 200, KeyValuePair.Create("x-amz-bucket-region", S3Lookup.Find(call).Region));

    [Route("GET", "bucket", "location")]
    [Checks("arn:aws:s3:::{Bucket}")]
    public static Answer GetBucketLocation(Call call)
    {
        var region = S3Lookup.Find(call).Region;
        return Answer.Xml(new XElement(S3Lookup.Namespace + "LocationConstraint", region == "us-east-1" ? null : region));
    }

    [Route("GET", "bucket", "tagging")]
    [Checks("arn:aws:s3:::{Bucket}")]
    public static Answer GetBucketTagging(Call call) => S3Lookup.Find(call).Tags is { } tags
        ? S3Lookup.Document("Tagging", new XElement("TagSet", tags.Select(t => new XElement("Tag", new XElement("Key", t.Key), new XElement("Value", t.Value)))))
        : throw new AwsError("NoSuchTagSet", "The TagSet does not exist", 404);

    [Route("PUT", "bucket", "tagging")]
    [Checks("arn:aws:s3:::{Bucket}")]
    public static Answer PutBucketTagging(Call call)
    {
        var tags = S3Lookup.Body(call).Descendants().Where(e => e.Name.LocalName == "Tag");
        S3Lookup.Find(call).Tags = new Tags(tags.Select(t => KeyValuePair.Create(Part(t, "Key"), Part(t, "Value"))));
        return S3Lookup.NoContent;

        static string Part(XElement tag, string name) => tag.Elements().First(e => e.Name.LocalName == name).Value;
    }
}
