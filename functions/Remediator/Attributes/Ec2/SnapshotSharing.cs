using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Who outside the account may make volumes of an EBS snapshot: account ids, and "all" for everybody; absent when there is no such snapshot.</summary>
/// <remarks>The target's id is the snapshot id. EC2 refuses to add and remove in one call.</remarks>
public sealed class SnapshotSharing : ResourceAttribute
{
    private const string Snapshot = "arn:{partition}:ec2:{region}::snapshot/{snapshotId}";

    public override string Label => "sharing of the snapshot";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ec2:DescribeSnapshotAttribute")];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ec2:ModifySnapshotAttribute", Snapshot)];

    public static Target TargetOf(string snapshot) => new(ResourceKinds.Snapshot, snapshot);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeSnapshotAttributeRequest { SnapshotId = target.Id, Attribute = SnapshotAttributeName.CreateVolumePermission };
            var response = await aws.Client<IAmazonEC2>().DescribeSnapshotAttributeAsync(request, cancel).ConfigureAwait(false);
            return AttributeValue.OfSet((response.CreateVolumePermissions ?? []).Select(p => p.Group?.Value ?? p.UserId).OfType<string>());
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.SnapshotNotFound))
        {
            return AttributeValue.Absent;
        }
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        foreach (var (add, values) in Sharing.Calls(request))
        {
            var permissions = values.Select(v => Sharing.IsEverybody(v) ? new CreateVolumePermission { Group = PermissionGroup.All } : new CreateVolumePermission { UserId = v }).ToList();
            var modify = new ModifySnapshotAttributeRequest
            {
                SnapshotId = request.Target.Id,
                Attribute = SnapshotAttributeName.CreateVolumePermission,
                CreateVolumePermission = add ? new CreateVolumePermissionModifications { Add = permissions } : new CreateVolumePermissionModifications { Remove = permissions },
            };
            await aws.Client<IAmazonEC2>().ModifySnapshotAttributeAsync(modify, cancel).ConfigureAwait(false);
        }
    }

    public override string Describe(AttributeValue value) => Sharing.Describe(value);
}
