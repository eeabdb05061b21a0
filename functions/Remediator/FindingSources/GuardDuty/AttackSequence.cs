using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads attack sequences, whose resource block says nothing: resources and actors are in the detection.</summary>
internal static class AttackSequence
{
    /// <summary>The resources of the sequence, then its actors' credentials.</summary>
    public static IEnumerable<ResourceRef> Resources(JsonElement sequence, FindingScope scope)
    {
        foreach (var item in sequence.Field("resources").Items())
        {
            foreach (var resource in Read(item, scope))
                yield return Elsewhere(resource, item.Identifier("accountId"), item.Identifier("region"), scope);
        }

        foreach (var actor in Actors(sequence, scope))
            yield return actor;
    }

    /// <summary>The credentials of its actors: those an attacker has, so the finding is about them as it is about its resources.</summary>
    public static IEnumerable<ResourceRef> Actors(JsonElement sequence, FindingScope scope)
    {
        foreach (var actor in sequence.Field("actors").Items())
        {
            var user = actor.Field("user");
            if (!user.IsObject())
                continue;
            foreach (var principal in Principals.Affected(user, user.Field("account").Identifier("uid") ?? scope.Account))
                yield return Elsewhere(principal, user.Field("account").Identifier("uid"), null, scope);
        }
    }

    public static Actor ReadActor(JsonElement sequence)
    {
        var endpoint = sequence.Field("endpoints").Items().FirstOrDefault(e => e.Identifier("ip") is not null || e.Identifier("domain") is not null);
        var user = sequence.Field("actors").Items().Select(a => a.Field("user")).FirstOrDefault(u => u.Identifier("name") is not null);
        return new Actor(
            RemoteIp: endpoint.Identifier("ip"),
            Country: endpoint.Field("location").Identifier("country"),
            Organization: endpoint.Field("autonomousSystem").Identifier("name"),
            Domain: endpoint.Identifier("domain"),
            Principal: user.Identifier("name"));
    }

    private static IEnumerable<ResourceRef> Read(JsonElement item, FindingScope scope)
    {
        if (item.Identifier("uid") is not { } uid || item.Identifier("resourceType") is not { } type)
            return [];
        var data = item.Field("data");
        if (type == "ACCESS_KEY")
            return AccessKey(uid, data.Field("accessKey"), scope);
        var arn = Arn.TryParse(uid);
        var id = type switch
        {
            "S3_OBJECT" => data.Field("s3Object").Identifier("key") ?? uid,
            "ECS_TASK" or "CLOUDFORMATION_STACK" => uid, // their APIs take the ARN, and its end alone is not unique
            "KUBERNETES_WORKLOAD" => Workload(item, data.Field("kubernetesWorkload"), uid),
            _ => arn?.Name is { Length: > 0 } name ? name : uid,
        };
        return [new ResourceRef(KindOf(type), id, arn is null ? null : uid)
        {
            Details = DetailBag.Of(
                (ResourceDetails.InstanceProfileArn, data.Field("ec2Instance").ObjectField("iamInstanceProfile").Identifier("arn")),
                (ResourceDetails.BucketName, type == "S3_OBJECT" ? arn?.Resource.Split('/')[0] : null),
                (ResourceDetails.EffectivePermission, data.Field("s3Bucket").Identifier("effectivePermission"))),
            Tags = item.Field("tags").Tags(),
        }];
    }

    /// <summary>The same rules as for a finding about a key; the id may come as a bare key id or at the end of an ARN.</summary>
    private static IEnumerable<ResourceRef> AccessKey(string uid, JsonElement details, FindingScope scope)
    {
        var key = Arn.TryParse(uid) is null ? uid : uid[(uid.LastIndexOfAny(['/', ':']) + 1)..];
        return key.Length == 0 ? [] : Principals.Affected(details, key, scope.Account);
    }

    private static string Workload(JsonElement item, JsonElement workload, string uid) =>
        item.Identifier("name") is { } name ? Compute.WorkloadId(workload.Identifier("namespace"), workload.Identifier("type"), name) : uid;

    private static string KindOf(string type) => type switch
    {
        "EC2_INSTANCE" => ResourceKinds.Instance,
        "EC2_NETWORK_INTERFACE" => ResourceKinds.NetworkInterface,
        "EC2_VPC" => ResourceKinds.Vpc,
        "EC2_IMAGE" => ResourceKinds.Image,
        "EC2_LAUNCH_TEMPLATE" => ResourceKinds.LaunchTemplate,
        "S3_BUCKET" => ResourceKinds.Bucket,
        "S3_OBJECT" => ResourceKinds.S3Object,
        "EKS_CLUSTER" => ResourceKinds.EksCluster,
        "KUBERNETES_WORKLOAD" => ResourceKinds.KubernetesWorkload,
        "CONTAINER" => ResourceKinds.Container,
        "ECS_CLUSTER" => ResourceKinds.EcsCluster,
        "ECS_TASK" => ResourceKinds.EcsTask,
        "AUTOSCALING_AUTO_SCALING_GROUP" => ResourceKinds.AutoScalingGroup,
        "IAM_INSTANCE_PROFILE" => ResourceKinds.InstanceProfile,
        "CLOUDFORMATION_STACK" => ResourceKinds.Stack,
        _ => type,
    };

    /// <summary>A sequence can span accounts and Regions; a resource outside the finding's own says so.</summary>
    private static ResourceRef Elsewhere(ResourceRef resource, string? account, string? region, FindingScope scope)
    {
        var details = resource.Details;
        if (account is not null && account != scope.Account)
            details = details.SetItem(ResourceDetails.Account, account);
        if (region is not null && region != scope.Region && FindingScope.IsRegionLike(region))
            details = details.SetItem(ResourceDetails.Region, region);
        return resource with { Details = details };
    }
}
