using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.Macie;

/// <summary>Reads the object and its bucket, or only the bucket where the finding is about its policy.</summary>
internal static class MacieResources
{
    public static IEnumerable<ResourceRef> Read(JsonElement affected, FindingScope scope)
    {
        var bucket = affected.Field("s3Bucket");
        var item = affected.Field("s3Object");
        var name = bucket.Identifier("name") ?? BucketOf(bucket.Identifier("arn"));
        if (item.Identifier("key") is { } key)
        {
            yield return new(ResourceKinds.S3Object, key, (BucketOf(item.Identifier("bucketArn")) ?? name) is { } holder ? $"arn:{scope.Partition}:s3:::{holder}/{key}" : null)
            {
                Details = DetailBag.Of((ResourceDetails.BucketName, name), (ResourceDetails.Version, item.Identifier("versionId")), (ResourceDetails.ETag, item.Identifier("eTag"))),
                Tags = item.Field("tags").Tags(),
            };
        }

        if (name is not null)
        {
            yield return new(ResourceKinds.Bucket, name, $"arn:{scope.Partition}:s3:::{name}")
            {
                Details = DetailBag.Of((ResourceDetails.EffectivePermission, bucket.Field("publicAccess").Identifier("effectivePermission"))),
                Tags = bucket.Field("tags").Tags(),
            };
        }
    }

    private static string? BucketOf(string? arn) => ArnResource.TryRead(arn) is { Kind: ResourceKinds.Bucket, Id: var name } ? name : null;
}
