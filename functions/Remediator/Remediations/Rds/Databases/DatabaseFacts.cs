using Amazon.RDS;
using Amazon.RDS.Model;
using Remediator.Attributes;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>A database as it is: an instance, or the Aurora cluster that an instance or a shard group belongs to.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
/// <param name="Owner">What has the security groups: the cluster where there is one.</param>
/// <param name="VpcId">Where its groups are.</param>
/// <param name="Groups">Its security groups.</param>
/// <param name="IsPublic">Of the instance; absent for a cluster.</param>
/// <param name="Tags">Tags of what the finding names.</param>
/// <param name="Password">The owner's master password, where RDS manages it.</param>
public sealed record DatabaseFacts(string? Unfit, Target Owner, string? VpcId, AttributeValue Groups, AttributeValue IsPublic, TagReading Tags, DatabaseFacts.ManagedPassword? Password)
{
    /// <summary>What a change of the owner makes besides; null where nothing waits.</summary>
    public string? Queued { get; init; }

    /// <summary>The same of a change of the instance itself.</summary>
    public string? QueuedOfInstance { get; init; }

    /// <summary>The ARN of its secret and how RDS says that it is: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_MasterUserSecret.html.</summary>
    public sealed record ManagedPassword(string Secret, string? Status)
    {
        public bool IsRotatable => Status is "active" or "rotating";

        internal static ManagedPassword? Of(MasterUserSecret? secret) => secret?.SecretArn is { Length: > 0 } arn ? new(arn, secret.SecretStatus) : null;
    }

    internal static IReadOnlyList<Permission> Permissions { get; } = [new("rds:DescribeDBInstances"), new("rds:DescribeDBClusters")];

    internal static async Task<DatabaseFacts> ReadAsync(ObserveContext context, CancellationToken cancel)
    {
        var (kind, id) = context.Resource.Kind == ResourceKinds.DbShardGroup
            ? (ResourceKinds.DbCluster, context.Resource.Detail(ResourceDetails.DbCluster) ?? "")
            : (context.Resource.Kind, context.Resource.Id);
        if (!DatabaseReads.IsIdentifier(id))
        {
            return None($"the finding does not name the database{(context.Resource.Kind == ResourceKinds.DbShardGroup ? "'s cluster" : "")} by a valid identifier");
        }

        if (kind == ResourceKinds.DbCluster)
        {
            return await ClusterAsync(context, id, cancel).ConfigureAwait(false) is { } found
                ? Of(found, await MemberAsync(context, id, cancel).ConfigureAwait(false))
                : None($"there is no database cluster {id} in {context.Aws.Region} of account {context.Aws.Account} (any more)");
        }

        var request = new DescribeDBInstancesRequest { DBInstanceIdentifier = id };
        if (await InstanceAsync(context, request, cancel).ConfigureAwait(false) is not { } instance)
        {
            return None($"there is no database {id} in {context.Aws.Region} of account {context.Aws.Account} (any more)");
        }

        var cluster = instance.DBClusterIdentifier is { Length: > 0 } name ? await ClusterAsync(context, name, cancel).ConfigureAwait(false) : null;
        return (cluster is null ? Of(instance) : Of(cluster, instance)) with
        {
            IsPublic = AttributeValue.Of(instance.PubliclyAccessible is true),
            Tags = DatabaseReads.Known(instance.TagList),
            QueuedOfInstance = QueuedChanges.Of(instance.PendingModifiedValues),
        };
    }

    private static DatabaseFacts None(string reason) => new(reason, default, null, default, default, TagReading.None, null);

    private static DatabaseFacts Of(DBInstance instance) =>
        new(null, new Target(ResourceKinds.DbInstance, instance.DBInstanceIdentifier), instance.DBSubnetGroup?.VpcId, DatabaseGroups.Of(instance.VpcSecurityGroups), default, TagReading.None, ManagedPassword.Of(instance.MasterUserSecret)) { Queued = QueuedChanges.Of(instance.PendingModifiedValues) };

    private static DatabaseFacts Of(DBCluster cluster, DBInstance? member) =>
        new(null, new Target(ResourceKinds.DbCluster, cluster.DBClusterIdentifier), member?.DBSubnetGroup?.VpcId, DatabaseGroups.Of(cluster.VpcSecurityGroups), default, DatabaseReads.Known(cluster.TagList), ManagedPassword.Of(cluster.MasterUserSecret)) { Queued = QueuedChanges.Of(cluster.PendingModifiedValues) };

    private static async Task<DBCluster?> ClusterAsync(ObserveContext context, string id, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeDBClustersRequest { DBClusterIdentifier = id };
            return (await context.Aws.Client<IAmazonRDS>().DescribeDBClustersAsync(request, cancel).ConfigureAwait(false)).DBClusters?.FirstOrDefault();
        }
        catch (AmazonRDSException e) when (RdsErrors.IsMissing(e))
        {
            return null;
        }
    }

    /// <summary>A cluster names its subnet group and not its VPC; each of its instances knows it.</summary>
    private static Task<DBInstance?> MemberAsync(ObserveContext context, string cluster, CancellationToken cancel) =>
        InstanceAsync(context, new DescribeDBInstancesRequest { Filters = [new Filter { Name = "db-cluster-id", Values = [cluster] }] }, cancel);

    private static async Task<DBInstance?> InstanceAsync(ObserveContext context, DescribeDBInstancesRequest request, CancellationToken cancel)
    {
        try
        {
            return (await context.Aws.Client<IAmazonRDS>().DescribeDBInstancesAsync(request, cancel).ConfigureAwait(false)).DBInstances?.FirstOrDefault();
        }
        catch (AmazonRDSException e) when (RdsErrors.IsMissing(e))
        {
            return null;
        }
    }
}
