using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads buckets, objects, volumes and databases.</summary>
internal static class Storage
{
    /// <summary>Every bucket of the finding: one API call can concern several.</summary>
    public static IEnumerable<ResourceRef> Buckets(JsonElement resource, FindingScope scope)
    {
        foreach (var bucket in resource.Field("s3BucketDetails").Items())
        {
            if ((bucket.Identifier("name") ?? Arn.TryParse(bucket.Identifier("arn"))?.Resource) is { } name)
            {
                yield return new(ResourceKinds.Bucket, name, $"arn:{scope.Partition}:s3:::{name}")
                {
                    Details = DetailBag.Of((ResourceDetails.EffectivePermission, bucket.Field("publicAccess").Identifier("effectivePermission"))),
                    Tags = bucket.Field("tags").Tags(),
                };
            }
        }
    }

    public static IEnumerable<ResourceRef> Objects(JsonElement resource)
    {
        foreach (var bucket in resource.Field("s3BucketDetails").Items())
        {
            foreach (var item in bucket.Field("s3ObjectDetails").Items())
            {
                if (item.Identifier("key") is { } key)
                {
                    yield return new(ResourceKinds.S3Object, key, item.Identifier("objectArn"))
                    {
                        Details = DetailBag.Of((ResourceDetails.BucketName, bucket.Identifier("name")), (ResourceDetails.Version, item.Identifier("versionId")), (ResourceDetails.ETag, item.Identifier("eTag"))),
                    };
                }
            }
        }
    }

    /// <summary>The volumes that malware was found on, and the snapshots that were scanned in their place.</summary>
    public static IEnumerable<ResourceRef> ScannedVolumes(JsonElement resource)
    {
        foreach (var volume in resource.Field("ebsVolumeDetails").Field("scannedVolumeDetails").Items())
        {
            if (ByArn(ResourceKinds.Volume, volume.Identifier("volumeArn")) is { } scanned)
                yield return scanned;
            if (ByArn(ResourceKinds.Snapshot, volume.Identifier("snapshotArn")) is { } snapshot)
                yield return snapshot;
        }
    }

    public static IEnumerable<ResourceRef> DbInstance(JsonElement resource)
    {
        var db = resource.Field("rdsDbInstanceDetails");
        var details = DetailBag.Of((ResourceDetails.DatabaseUser, resource.Field("rdsDbUserDetails").Identifier("user")));
        if (db.Identifier("dbInstanceIdentifier") is { } id)
            yield return new(ResourceKinds.DbInstance, id, db.Identifier("dbInstanceArn")) { Details = details, Tags = db.Field("tags").Tags() };
        if (db.Identifier("dbClusterIdentifier") is { } cluster)
            yield return new(ResourceKinds.DbCluster, cluster) { Details = details };
    }

    public static IEnumerable<ResourceRef> DbShardGroup(JsonElement resource)
    {
        var db = resource.Field("rdsLimitlessDbDetails");
        var details = DetailBag.Of((ResourceDetails.DatabaseUser, resource.Field("rdsDbUserDetails").Identifier("user")));
        if (db.Identifier("dbShardGroupIdentifier") is { } id)
            yield return new(ResourceKinds.DbShardGroup, id, db.Identifier("dbShardGroupArn"))
            {
                Details = details.AddRange(DetailBag.Of((ResourceDetails.DbCluster, db.Identifier("dbClusterIdentifier")))),
                Tags = db.Field("tags").Tags(),
            };
        if (db.Identifier("dbClusterIdentifier") is { } cluster)
            yield return new(ResourceKinds.DbCluster, cluster) { Details = details };
    }

    /// <summary>The resource that an ARN ends in.</summary>
    public static ResourceRef? ByArn(string kind, string? arn) =>
        Arn.TryParse(arn) is { Name.Length: > 0 } parsed ? new ResourceRef(kind, parsed.Name, arn) : null;
}
