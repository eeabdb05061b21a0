using Remediator.Findings;

namespace Remediator.Attributes;

/// <summary>The ARN templates of EKS, and the cluster that a finding is about.</summary>
internal static class EksNames
{
    public const string Cluster = "arn:{partition}:eks:{region}:{account}:cluster/{eksCluster}";

    /// <summary>All entries of a cluster: the ARN of one ends in an id that EKS alone knows.</summary>
    public const string AccessEntry = "arn:{partition}:eks:{region}:{account}:access-entry/{eksCluster}/*";

    /// <summary>The cluster that a resource is, or runs in; null where the finding names none, or several.</summary>
    public static string? ClusterOf(Finding finding, ResourceRef resource) => resource.Kind switch
    {
        ResourceKinds.EksCluster => Fitting(resource.Id),
        ResourceKinds.KubernetesWorkload => finding.Resources.Where(r => r.Kind == ResourceKinds.EksCluster).Select(r => r.Id).Distinct().ToList() is [var only] ? Fitting(only) : null,
        _ => null,
    };

    private static string? Fitting(string name) => ResourceIdShape.Fits(ResourceKinds.EksCluster, name) ? name : null;
}
