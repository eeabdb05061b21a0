namespace Remediator.Attributes;

/// <summary>The bucket of a trail's files, their prefix, and the key that encrypts them.</summary>
/// <remarks>One value: bucket and key must be of one Region, and the bucket's policy allows one prefix.</remarks>
public sealed class TrailDelivery : TrailSetting
{
    internal static TrailPart Bucket { get; } = TrailPart.Text("bucket", "bucket", "s3BucketName", "s3BucketName", t => t.S3BucketName, (r, text) => r.S3BucketName = text);

    internal static TrailPart Prefix { get; } = TrailPart.Text("prefix", "prefix", "s3KeyPrefix", "s3KeyPrefix", t => t.S3KeyPrefix, (r, text) => r.S3KeyPrefix = text);

    internal static TrailPart Key { get; } = TrailPart.Text("key", "key", "kmsKeyId", "kmsKeyId", t => t.KmsKeyId, (r, text) => r.KmsKeyId = text);

    public override string Label => "delivery of the trail's files";

    internal override IReadOnlyList<TrailPart> Parts { get; } = [Bucket, Prefix, Key];
}
