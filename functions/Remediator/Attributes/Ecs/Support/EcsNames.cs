using Remediator.Findings;

namespace Remediator.Attributes;

/// <summary>Takes cluster and id out of a task's ARN, and has the ARN templates.</summary>
internal static class EcsNames
{
    public const string Task = "arn:{partition}:ecs:{region}:{account}:task/{ecsCluster}/{ecsTask}";

    public const string ContainerInstance = "arn:{partition}:ecs:{region}:{account}:container-instance/{ecsCluster}/*";

    public const string Service = "arn:{partition}:ecs:{region}:{account}:service/{ecsCluster}/*";

    /// <summary>Null for what is no task's ARN, and for ARNs of the old form, which do not name the cluster.</summary>
    public static (string Cluster, string Task)? Parse(string? arn) =>
        Arn.TryParse(arn) is { Service: "ecs" } parsed && parsed.Resource.Split('/') is ["task", var cluster, var task] && IsName(cluster) && IsName(task)
            ? (cluster, task)
            : null;

    public static bool IsName(string? text) => text is { Length: > 0 and <= 255 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
