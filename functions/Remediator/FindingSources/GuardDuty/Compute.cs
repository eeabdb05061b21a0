using System.Collections.Immutable;
using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.GuardDuty;

/// <summary>Reads instances, clusters, tasks, containers and functions.</summary>
internal static class Compute
{
    public static IEnumerable<ResourceRef> Instance(JsonElement resource, FindingScope scope)
    {
        var instance = resource.Field("instanceDetails");
        if (instance.Identifier("instanceId") is not { } id)
            return [];
        return [Instance(id, scope) with
        {
            Details = DetailBag.Of(
                (ResourceDetails.InstanceProfileArn, instance.Field("iamInstanceProfile").Identifier("arn")),
                (ResourceDetails.VpcId, VpcOf(instance))),
            Tags = instance.Field("tags").Tags(),
        }];
    }

    public static ResourceRef Instance(string id, FindingScope scope) =>
        new(ResourceKinds.Instance, id, $"arn:{scope.Partition}:ec2:{scope.Region}:{scope.Account}:instance/{id}");

    /// <summary>The one VPC of all interfaces; null where they are in several, or one does not say.</summary>
    private static string? VpcOf(JsonElement instance)
    {
        var vpcs = instance.Field("networkInterfaces").Items().Select(i => i.Identifier("vpcId")).Distinct(StringComparer.Ordinal).ToList();
        return vpcs is [{ } only] && only.StartsWith("vpc-", StringComparison.Ordinal) ? only : null;
    }

    public static IEnumerable<ResourceRef> EksCluster(JsonElement resource)
    {
        var cluster = resource.Field("eksClusterDetails");
        if (cluster.Identifier("name") is { } name)
            yield return new(ResourceKinds.EksCluster, name, cluster.Identifier("arn"))
            {
                Details = OnHost(resource, (ResourceDetails.CallerAccount, CallerAccount(resource.Field("kubernetesDetails").Field("kubernetesUserDetails")))),
                Tags = cluster.Field("tags").Tags(),
            };
        var workload = resource.Field("kubernetesDetails").Field("kubernetesWorkloadDetails");
        if (workload.Identifier("name") is { } workloadName)
        {
            var space = workload.Identifier("namespace");
            yield return new(ResourceKinds.KubernetesWorkload, WorkloadId(space, workload.Identifier("type"), workloadName))
            {
                Details = OnHost(resource, (ResourceDetails.Namespace, space)),
            };
        }
    }

    /// <summary>EKS gives callers that IAM knows a uid of its own; their user name is for whoever makes access entries to choose.</summary>
    private static string? CallerAccount(JsonElement user)
    {
        var account = user.Identifier("uid")?.Split(':') is ["aws-iam-authenticator", var owner, _] ? owner
            : Arn.TryParse(user.Identifier("username")) is { Service: "iam" or "sts" } arn ? arn.Account
            : null;
        return account is not null && ResourceIdShape.IsAccount(account) ? account : null;
    }

    /// <summary>A name alone is not unique in a cluster: <c>namespace/type/name</c>, as far as given.</summary>
    public static string WorkloadId(string? space, string? type, string name) => string.Join('/', new[] { space, type, name }.OfType<string>());

    public static IEnumerable<ResourceRef> EcsCluster(JsonElement resource)
    {
        var cluster = resource.Field("ecsClusterDetails");
        if (cluster.Identifier("name") is { } name)
            yield return new(ResourceKinds.EcsCluster, name, cluster.Identifier("arn")) { Details = OnHost(resource), Tags = cluster.Field("tags").Tags() };
        var task = cluster.Field("taskDetails");
        if (task.Identifier("arn") is { } taskArn)
            yield return new(ResourceKinds.EcsTask, taskArn, taskArn) { Details = OnHost(resource), Tags = task.Field("tags").Tags() };
        foreach (var container in task.Field("containers").Items())
        {
            if (container.Identifier("id") is { } id)
                yield return new(ResourceKinds.Container, id) { Details = OnHost(resource) };
        }
    }

    public static IEnumerable<ResourceRef> Container(JsonElement resource) =>
        resource.Field("containerDetails").Identifier("id") is { } id ? [new(ResourceKinds.Container, id) { Details = OnHost(resource) }] : [];

    public static IEnumerable<ResourceRef> Function(JsonElement resource)
    {
        var function = resource.Field("lambdaDetails");
        var arn = function.Identifier("functionArn");
        return (function.Identifier("functionName") ?? FunctionArn.NameOf(arn)) is { } name
            ? [new(ResourceKinds.Function, name, arn)
            {
                Details = DetailBag.Of((ResourceDetails.Version, function.Identifier("functionVersion"))),
                Tags = function.Field("tags").Tags(),
            }]
            : [];
    }

    private static ImmutableDictionary<string, string> OnHost(JsonElement resource, params ReadOnlySpan<(string, string?)> more) =>
        DetailBag.Of([(ResourceDetails.HostInstanceId, resource.Field("instanceDetails").Identifier("instanceId")), .. more]);
}
