namespace Remediator.Attributes;

/// <summary>ARN templates of RDS's resource types, as in the Service Authorization Reference.</summary>
internal static class RdsArns
{
    public const string Instance = "arn:{partition}:rds:{region}:{account}:db:{dbInstance}";

    public const string Cluster = "arn:{partition}:rds:{region}:{account}:cluster:{dbCluster}";

    public const string Snapshot = "arn:{partition}:rds:{region}:{account}:snapshot:{dbSnapshot}";

    public const string ClusterSnapshot = "arn:{partition}:rds:{region}:{account}:cluster-snapshot:{dbSnapshot}";
}
