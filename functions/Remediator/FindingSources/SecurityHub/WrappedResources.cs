using Remediator.Findings;
using Remediator.FindingSources.GuardDuty;

namespace Remediator.FindingSources.SecurityHub;

/// <summary>Picks the resources that a wrapped GuardDuty finding is about, as GuardDuty itself names them.</summary>
/// <remarks>
/// Security Hub lists all that the finding mentions: beside an abused key the instance on which it was used. GuardDuty's resource type
/// is gone, but the type of the finding has it between colon and slash.
/// </remarks>
internal static class WrappedResources
{
    /// <param name="affected">What of a kind the call that the finding reports did something to; null where the form does not say.</param>
    public static IEnumerable<ResourceRef> OfGuardDuty(string type, IReadOnlyList<HubResource> listed, FindingScope scope, Func<string, string?> affected)
    {
        var service = type.Split(':', 2) is [_, var rest] ? rest.Split('/')[0] : "";
        var keys = listed.Where(r => r.Principal is not null).Select(r => r.Principal!).ToList();
        var acting = keys.SelectMany(Principals.Acting);
        return service switch
        {
            _ when type.StartsWith("AttackSequence:", StringComparison.Ordinal) => [.. Others(listed), .. keys.SelectMany(k => Principals.Affected(k, scope.Account))],
            "IAMUser" => TypeResources.Beside(
                keys.SelectMany(k => Principals.Affected(k, scope.Account)),
                keys.SelectMany(k => TypeResources.Owner(type, k, Of(listed, ResourceKinds.Instance), scope)),
                TypeResources.Trail(type, affected(ResourceKinds.Trail), scope)),

            // A custom detection rule: GuardDuty lists a key with none of its other findings about these.
            "EC2" or "Lambda" or "RDS" when keys.Count > 0 => TypeResources.Beside(
                keys.SelectMany(k => Principals.Affected(k, scope.Account)), TypeResources.Opened(type, affected, scope)),
            "S3" => [.. Of(listed, ResourceKinds.S3Object), .. Of(listed, ResourceKinds.Bucket), .. Of(listed, ResourceKinds.RecoveryPoint), .. acting],
            "EC2" => Of(listed, ResourceKinds.Instance, ResourceKinds.Volume, ResourceKinds.Snapshot, ResourceKinds.Image, ResourceKinds.RecoveryPoint),
            "Lambda" => Of(listed, ResourceKinds.Function),
            "RDS" => [.. Of(listed, ResourceKinds.DbInstance, ResourceKinds.DbCluster), .. ShardGroups(listed)],
            "Kubernetes" => [.. OnHost(listed, ResourceKinds.EksCluster, ResourceKinds.KubernetesWorkload, ResourceKinds.Container), .. Of(listed, ResourceKinds.Volume), .. acting],
            "ECS" => [.. OnHost(listed, ResourceKinds.EcsCluster, ResourceKinds.EcsTask, ResourceKinds.Container), .. Of(listed, ResourceKinds.Volume), .. TypeResources.Repositories(type, listed.SelectMany(r => r.Images), scope)],
            "Container" => [.. OnHost(listed, ResourceKinds.Container), .. Of(listed, ResourceKinds.Volume, ResourceKinds.Instance)],
            "Runtime" => [.. Runtime(listed), .. TypeResources.ReachesHost(type) || IsStandalone(listed) ? Of(listed, ResourceKinds.Instance) : []],
            _ => [.. Others(listed), .. acting],
        };
    }

    /// <summary>The widest thing that the process ran in; the instance below it only is its host.</summary>
    private static IEnumerable<ResourceRef> Runtime(IReadOnlyList<HubResource> listed) =>
        listed.Any(r => r.Kind == ResourceKinds.EksCluster) ? OnHost(listed, ResourceKinds.EksCluster, ResourceKinds.KubernetesWorkload, ResourceKinds.Container)
        : listed.Any(r => r.Kind is ResourceKinds.EcsCluster or ResourceKinds.EcsTask) ? OnHost(listed, ResourceKinds.EcsCluster, ResourceKinds.EcsTask, ResourceKinds.Container)
        : OnHost(listed, ResourceKinds.Container);

    /// <summary>A container that is no task's and no pod's, or none at all.</summary>
    private static bool IsStandalone(IReadOnlyList<HubResource> listed) =>
        !listed.Any(r => r.Kind is ResourceKinds.EksCluster or ResourceKinds.EcsCluster or ResourceKinds.EcsTask);

    private static IEnumerable<ResourceRef> Of(IEnumerable<HubResource> listed, params string[] kinds) =>
        kinds.SelectMany(kind => listed.Where(r => r.Kind == kind).Select(r => r.Resource));

    /// <summary>Each with its cluster, where that is listed beside it.</summary>
    private static IEnumerable<ResourceRef> ShardGroups(IReadOnlyList<HubResource> listed)
    {
        var clusters = Of(listed, ResourceKinds.DbCluster).Select(c => c.Id).Distinct(StringComparer.Ordinal).ToList();
        return Of(listed, ResourceKinds.DbShardGroup).Select(g => clusters is [var only] ? g with { Details = g.Details.SetItem(ResourceDetails.DbCluster, only) } : g);
    }

    private static IEnumerable<ResourceRef> OnHost(IReadOnlyList<HubResource> listed, params string[] kinds)
    {
        var host = listed.FirstOrDefault(r => r.Kind == ResourceKinds.Instance)?.Resource;
        return kinds.SelectMany(kind => listed.Where(r => r.Kind == kind).Select(r => r.On(host)));
    }

    private static IEnumerable<ResourceRef> Others(IEnumerable<HubResource> listed) => listed.Where(r => r.Principal is null).Select(r => r.AsListed());
}
