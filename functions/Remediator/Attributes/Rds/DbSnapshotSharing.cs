using Amazon.RDS;
using Amazon.RDS.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Who outside the account may restore a manual snapshot of a database or cluster: account ids, and "all" for everybody; absent when there is none such.</summary>
/// <remarks>The target's kind says whether it is a cluster's; its id is the snapshot's identifier.</remarks>
public sealed class DbSnapshotSharing : ResourceAttribute
{
    private const string Restore = "restore";

    public override string Label => "sharing of the database snapshot";

    public override IReadOnlyList<Permission> ReadPermissions { get; } =
        [new("rds:DescribeDBSnapshotAttributes", RdsArns.Snapshot), new("rds:DescribeDBClusterSnapshotAttributes", RdsArns.ClusterSnapshot)];

    public override IReadOnlyList<Permission> WritePermissions { get; } =
        [new("rds:ModifyDBSnapshotAttribute", RdsArns.Snapshot), new("rds:ModifyDBClusterSnapshotAttribute", RdsArns.ClusterSnapshot)];

    public static Target TargetOf(string kind, string id) => new(kind, id);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var rds = aws.Client<IAmazonRDS>();
        try
        {
            if (IsCluster(target))
            {
                var ofCluster = await rds.DescribeDBClusterSnapshotAttributesAsync(new DescribeDBClusterSnapshotAttributesRequest { DBClusterSnapshotIdentifier = target.Id }, cancel).ConfigureAwait(false);
                return AttributeValue.OfSet((ofCluster.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes ?? []).Where(a => a.AttributeName == Restore).SelectMany(a => a.AttributeValues ?? []));
            }

            var response = await rds.DescribeDBSnapshotAttributesAsync(new DescribeDBSnapshotAttributesRequest { DBSnapshotIdentifier = target.Id }, cancel).ConfigureAwait(false);
            return AttributeValue.OfSet((response.DBSnapshotAttributesResult?.DBSnapshotAttributes ?? []).Where(a => a.AttributeName == Restore).SelectMany(a => a.AttributeValues ?? []));
        }
        catch (AmazonRDSException e) when (e.ErrorCode is "DBSnapshotNotFound" or "DBSnapshotNotFoundFault" or "DBClusterSnapshotNotFoundFault")
        {
            return AttributeValue.Absent;
        }
    }

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var rds = aws.Client<IAmazonRDS>();
        foreach (var (add, values) in Sharing.Calls(request))
        {
            if (IsCluster(request.Target))
            {
                var ofCluster = new ModifyDBClusterSnapshotAttributeRequest { DBClusterSnapshotIdentifier = request.Target.Id, AttributeName = Restore };
                ofCluster.ValuesToAdd = add ? [.. values] : null;
                ofCluster.ValuesToRemove = add ? null : [.. values];
                await rds.ModifyDBClusterSnapshotAttributeAsync(ofCluster, cancel).ConfigureAwait(false);
                continue;
            }

            var modify = new ModifyDBSnapshotAttributeRequest { DBSnapshotIdentifier = request.Target.Id, AttributeName = Restore };
            modify.ValuesToAdd = add ? [.. values] : null;
            modify.ValuesToRemove = add ? null : [.. values];
            await rds.ModifyDBSnapshotAttributeAsync(modify, cancel).ConfigureAwait(false);
        }
    }

    public override string Describe(AttributeValue value) => Sharing.Describe(value);

    private static bool IsCluster(Target target) => target.Kind == ResourceKinds.DbClusterSnapshot;
}
