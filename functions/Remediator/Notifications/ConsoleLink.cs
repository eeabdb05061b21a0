using Remediator.Attributes;
using Remediator.Findings;

namespace Remediator.Notifications;

/// <summary>Where a resource is in the AWS console of its partition.</summary>
public static class ConsoleLink
{
    /// <summary>The address, or null for a partition or a kind whose page is not known.</summary>
    /// <param name="account">The account that the resource is in, as <paramref name="region"/> is its Region.</param>
    public static string? For(string partition, string account, string region, ResourceRef resource)
    {
        if (Domain(partition) is not { } domain || Path(resource, account, Uri.EscapeDataString(region)) is not { } path)
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

    private static string? Path(ResourceRef resource, string account, string region)
    {
        var id = Uri.EscapeDataString(resource.Id);
        return resource.Kind switch
        {
            ResourceKinds.Instance => $"ec2/home?region={region}#InstanceDetails:instanceId={id}",
            ResourceKinds.NetworkInterface => $"ec2/home?region={region}#NetworkInterface:networkInterfaceId={id}",
            ResourceKinds.SecurityGroup => $"ec2/home?region={region}#SecurityGroup:groupId={id}",
            ResourceKinds.Volume => $"ec2/home?region={region}#VolumeDetails:volumeId={id}",
            ResourceKinds.Snapshot => $"ec2/home?region={region}#SnapshotDetails:snapshotId={id}",
            ResourceKinds.Image => $"ec2/home?region={region}#ImageDetails:imageId={id}",
            ResourceKinds.AutoScalingGroup => $"ec2/home?region={region}#AutoScalingGroupDetails:id={id}",
            ResourceKinds.AccessKey when resource.Detail(ResourceDetails.UserName) is { Length: > 0 } user =>
                $"iam/home#/users/details/{Uri.EscapeDataString(user)}?section=security_credentials",
            ResourceKinds.User => $"iam/home#/users/details/{id}",
            ResourceKinds.Role => $"iam/home#/roles/details/{id}",
            ResourceKinds.Bucket => $"s3/buckets/{id}?region={region}",
            ResourceKinds.S3Object when resource.Detail(ResourceDetails.BucketName) is { Length: > 0 } bucket =>
                $"s3/object/{Uri.EscapeDataString(bucket)}?region={region}&prefix={id}",
            ResourceKinds.Function => $"lambda/home?region={region}#/functions/{id}",
            ResourceKinds.DbInstance => $"rds/home?region={region}#database:id={id};is-cluster=false",
            ResourceKinds.DbCluster => $"rds/home?region={region}#database:id={id};is-cluster=true",
            ResourceKinds.DbSnapshot => $"rds/home?region={region}#db-snapshot:id={id}",
            ResourceKinds.EksCluster => $"eks/home?region={region}#/clusters/{id}",
            ResourceKinds.EcsCluster => $"ecs/v2/clusters/{id}?region={region}",
            ResourceKinds.EcsTask when EcsNames.Parse(resource.Id) is { } task => $"ecs/v2/clusters/{task.Cluster}/tasks/{task.Task}?region={region}",
            ResourceKinds.EcrRepository when Repository(resource.Id, account) is { } repository => $"{repository}?region={region}",
            ResourceKinds.ContainerImage when Image(resource.Id) is { } image => $"{image}?region={region}",
            ResourceKinds.Key when !resource.Id.Contains("alias/", StringComparison.Ordinal) => $"kms/home?region={region}#/kms/keys/{AfterSlash(id)}",
            ResourceKinds.Secret => $"secretsmanager/secret?name={Uri.EscapeDataString(SecretName(resource.Id))}&region={region}",
            ResourceKinds.UserPoolUser when resource.Detail(ResourceDetails.UserPoolId) is { Length: > 0 } pool =>
                $"cognito/v2/idp/user-pools/{Uri.EscapeDataString(pool)}/user-management/users?region={region}",

            // A trail's page is that of its whole ARN, not escaped; a name alone may be that of several.
            ResourceKinds.Trail => $"cloudtrail/home?region={region}#/trails{(Arn.TryParse(resource.Id) is null ? "" : "/" + Readable(id))}",

            // One for each Region: the settings are its page.
            ResourceKinds.Detector => $"guardduty/home?region={region}#/settings",
            ResourceKinds.ConfigRecorder => $"config/home?region={region}#/settings",
            _ => null,
        };
    }

    /// <summary>Its name may have slashes, which stay; nothing in it may be a step up to another page.</summary>
    private static string? Repository(string name, string account) =>
        ResourceIdShape.IsAccount(account) && ResourceIdShape.Fits(ResourceKinds.EcrRepository, name) && !name.Contains("..", StringComparison.Ordinal)
            ? $"ecr/repositories/private/{account}/{name}"
            : null;

    private static string? Image(string id) =>
        Arn.TryParse(id) is { Service: "ecr" } arn
        && arn.Resource.Split("/sha256:") is [var named, { Length: 64 } digest] && digest.All(char.IsAsciiHexDigit)
        && named.Split('/', 2) is ["repository", var name] && Repository(name, arn.Account) is { } repository
            ? $"{repository}/_/image/sha256:{digest}/details"
            : null;

    /// <summary>Of a whole ARN without the seven characters that Secrets Manager adds; else as it is.</summary>
    private static string SecretName(string id) =>
        Arn.TryParse(id) is not { Service: "secretsmanager" } arn || arn.Resource.Split(':', 2) is not ["secret", var name] ? id
        : name.Length > 7 && name[^7] == '-' ? name[..^7]
        : name;

    private static string AfterSlash(string escaped) => escaped[(escaped.LastIndexOf("%2F", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..];

    private static string Readable(string escaped) => escaped.Replace("%3A", ":", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);
}
