using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Who outside the account may make volumes of an EBS snapshot: account ids, and "all" for everybody.</summary>
public sealed class SnapshotSharing : SharingAttribute
{
    public override string Label => "sharing of the snapshot";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ec2:DescribeSnapshotAttribute")];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ec2:ModifySnapshotAttribute", "arn:{partition}:ec2:{region}::snapshot/{snapshotId}")];

    protected override string[] Missing { get; } = [Ec2Errors.SnapshotNotFound];

    public static Target TargetOf(string snapshot) => new(ResourceKinds.Snapshot, snapshot);

    protected override async Task<IEnumerable<string?>> ListAsync(IAmazonEC2 ec2, string id, CancellationToken cancel)
    {
        var request = new DescribeSnapshotAttributeRequest { SnapshotId = id, Attribute = SnapshotAttributeName.CreateVolumePermission };
        return ((await ec2.DescribeSnapshotAttributeAsync(request, cancel).ConfigureAwait(false)).CreateVolumePermissions ?? []).Select(p => p.Group?.Value ?? p.UserId);
    }

    protected override Task ModifyAsync(IAmazonEC2 ec2, string id, bool add, string[] values, CancellationToken cancel)
    {
        var permissions = values.Select(v => Sharing.IsEverybody(v) ? new CreateVolumePermission { Group = PermissionGroup.All } : new CreateVolumePermission { UserId = v }).ToList();
        var modify = new ModifySnapshotAttributeRequest
        {
            SnapshotId = id,
            Attribute = SnapshotAttributeName.CreateVolumePermission,
            CreateVolumePermission = add ? new CreateVolumePermissionModifications { Add = permissions } : new CreateVolumePermissionModifications { Remove = permissions },
        };
        return ec2.ModifySnapshotAttributeAsync(modify, cancel);
    }
}
