using Amazon.RDS;
using Amazon.RDS.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The security groups of a database instance or, for Aurora, of the cluster that has them; absent when there is none such.</summary>
/// <remarks>
/// The target's kind says which of the two. A group that RDS is still taking away counts as there: only what is no longer listed is
/// gone. See https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html.
/// </remarks>
public sealed class DatabaseGroups : ResourceAttribute
{
    private const string Removing = "removing";

    public override string Label => "security groups of the database";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("rds:DescribeDBInstances"), new("rds:DescribeDBClusters")];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("rds:ModifyDBInstance", RdsArns.Instance), new("rds:ModifyDBCluster", RdsArns.Cluster)];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await MembershipsAsync(aws, target, cancel).ConfigureAwait(false) is { } live ? Of(live) : AttributeValue.Absent;

    /// <summary>RDS lists what it takes away beside what it has added, for minutes after one accepted call.</summary>
    public override bool IsBetween(AttributeValue one, AttributeValue other, AttributeValue live) => Mixture.IsOf(one, other, live);

    public static AttributeValue Of(IEnumerable<VpcSecurityGroupMembership>? groups) => AttributeValue.OfSet((groups ?? []).Select(g => g.VpcSecurityGroupId));

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (id, groups) = (request.Target.Id, request.Wanted.ToStrings().ToList());

        // Asked for already and still under way: a second call would be refused.
        if (await MembershipsAsync(aws, request.Target, cancel).ConfigureAwait(false) is { } live && Of(live.Where(g => g.Status != Removing)) == request.Wanted)
        {
            return;
        }

        var rds = aws.Client<IAmazonRDS>();
        try
        {
            if (request.Target.Kind == ResourceKinds.DbCluster)
            {
                await rds.ModifyDBClusterAsync(new ModifyDBClusterRequest { DBClusterIdentifier = id, VpcSecurityGroupIds = groups, ApplyImmediately = true }, cancel).ConfigureAwait(false);
                return;
            }

            await rds.ModifyDBInstanceAsync(new ModifyDBInstanceRequest { DBInstanceIdentifier = id, VpcSecurityGroupIds = groups, ApplyImmediately = true }, cancel).ConfigureAwait(false);
        }
        catch (AmazonRDSException e) when (RdsErrors.IsBusy(e))
        {
            throw RdsErrors.Busy(e, id);
        }
    }

    private static async Task<List<VpcSecurityGroupMembership>?> MembershipsAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var rds = aws.Client<IAmazonRDS>();
        try
        {
            if (target.Kind == ResourceKinds.DbCluster)
            {
                var clusters = await rds.DescribeDBClustersAsync(new DescribeDBClustersRequest { DBClusterIdentifier = target.Id }, cancel).ConfigureAwait(false);
                return clusters.DBClusters?.FirstOrDefault() is { } cluster ? cluster.VpcSecurityGroups ?? [] : null;
            }

            var instances = await rds.DescribeDBInstancesAsync(new DescribeDBInstancesRequest { DBInstanceIdentifier = target.Id }, cancel).ConfigureAwait(false);
            return instances.DBInstances?.FirstOrDefault() is { } instance ? instance.VpcSecurityGroups ?? [] : null;
        }
        catch (AmazonRDSException e) when (RdsErrors.IsMissing(e))
        {
            return null;
        }
    }
}
