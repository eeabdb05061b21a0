using Remediator.Findings;

namespace Remediator.Notifications;

/// <summary>Where a resource is in the AWS console of its partition.</summary>
public static class ConsoleLink
{
    /// <summary>The address, or null for a partition or a kind whose page is not known.</summary>
    public static string? For(string partition, string region, ResourceRef resource)
    {
        if (Domain(partition) is not { } domain || Path(resource, Uri.EscapeDataString(region)) is not { } path)
        {
            return null;
        }

        var host = IsGlobal(resource.Kind) || !IsRegion(region) ? $"console.{domain}" : $"{region}.console.{domain}";
        return $"https://{host}/{path}";
    }

    private static string? Domain(string partition) => partition switch
    {
        "aws" => "aws.amazon.com",
        "aws-cn" => "amazonaws.cn",
        "aws-us-gov" => "amazonaws-us-gov.com",
        _ => null,
    };

    private static bool IsGlobal(string kind) => kind is ResourceKinds.AccessKey or ResourceKinds.User or ResourceKinds.Role or ResourceKinds.Bucket or ResourceKinds.S3Object;

    private static bool IsRegion(string region) => region.Length is > 0 and < 30 && region.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private static string? Path(ResourceRef resource, string region)
    {
        var id = Uri.EscapeDataString(resource.Id);
        return resource.Kind switch
        {
            ResourceKinds.Instance => $"ec2/home?region={region}#InstanceDetails:instanceId={id}",
            ResourceKinds.NetworkInterface => $"ec2/home?region={region}#NetworkInterface:networkInterfaceId={id}",
            ResourceKinds.SecurityGroup => $"ec2/home?region={region}#SecurityGroup:groupId={id}",
            ResourceKinds.Volume => $"ec2/home?region={region}#VolumeDetails:volumeId={id}",
            ResourceKinds.AccessKey when resource.Detail(ResourceDetails.UserName) is { Length: > 0 } user =>
                $"iam/home#/users/details/{Uri.EscapeDataString(user)}?section=security_credentials",
            ResourceKinds.User => $"iam/home#/users/details/{id}",
            ResourceKinds.Role => $"iam/home#/roles/details/{id}",
            ResourceKinds.Bucket => $"s3/buckets/{id}?region={region}",
            ResourceKinds.Function => $"lambda/home?region={region}#/functions/{id}",
            ResourceKinds.DbInstance => $"rds/home?region={region}#database:id={id};is-cluster=false",
            ResourceKinds.DbCluster => $"rds/home?region={region}#database:id={id};is-cluster=true",
            ResourceKinds.EksCluster => $"eks/home?region={region}#/clusters/{id}",
            ResourceKinds.EcsCluster => $"ecs/v2/clusters/{id}?region={region}",
            _ => null,
        };
    }
}
