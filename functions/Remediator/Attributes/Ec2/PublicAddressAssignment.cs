using Amazon.EC2;
using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a primary network interface has a public IPv4 address that EC2 assigned; absent when the interface is gone.</summary>
/// <remarks>EC2 gives another address when it is switched on again; the change's note says so to people.</remarks>
public sealed class PublicAddressAssignment : ResourceAttribute
{
    public override string Label => "auto-assigned public IPv4 address";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeNetworkInterfaces")];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("ec2:ModifyNetworkInterfaceAttribute", Ec2Arns.NetworkInterface, Ec2Arns.InVpc),
        new("ec2:ModifyNetworkInterfaceAttribute", Ec2Arns.Instance),
    ];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await NetworkInterfaces.FindAsync(aws, target.Id, cancel).ConfigureAwait(false) is { } found
            ? AttributeValue.Of(NetworkInterfaces.AutoAssignedAddress(found) is not null)
            : AttributeValue.Absent;

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        aws.Client<IAmazonEC2>().ModifyNetworkInterfaceAttributeAsync(
            new ModifyNetworkInterfaceAttributeRequest
            {
                NetworkInterfaceId = request.Target.Id,
                AssociatePublicIpAddress = request.Wanted == AttributeValue.Of(true),
            },
            cancel);

    public override string Describe(AttributeValue value) => value switch
    {
        { IsAbsent: true } => "no such interface",
        _ => value == AttributeValue.Of(true) ? "assigned" : "none",
    };
}
