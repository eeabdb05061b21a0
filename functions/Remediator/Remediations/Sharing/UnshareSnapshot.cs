using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;

namespace Remediator.Remediations;

/// <summary>Ends the sharing of an EBS snapshot with everybody and with other accounts.</summary>
public sealed class UnshareSnapshot() : Unsharing("snapshot", "snap-")
{
    public override string Name => "unshare-snapshot";

    public override string Summary => "End the sharing of an EBS snapshot with everybody, and with `whom: all` with other accounts too.";

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Snapshot];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(SnapshotSharing)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeSnapshots")];

    protected override string[] Missing { get; } = [Ec2Errors.SnapshotNotFound, Ec2Errors.SnapshotMalformed];

    protected override async Task<IEnumerable<Tag>?> OwnAsync(IAmazonEC2 ec2, string id, CancellationToken cancel)
    {
        var request = new DescribeSnapshotsRequest { SnapshotIds = [id], OwnerIds = ["self"] };
        return (await ec2.DescribeSnapshotsAsync(request, cancel).ConfigureAwait(false)).Snapshots is [var found, ..] ? found.Tags ?? [] : null;
    }
}
