using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The security groups of one network interface; absent when the interface is gone.</summary>
/// <remarks>Per interface, because ModifyInstanceAttribute refuses groups on an instance that has several.</remarks>
public sealed class NetworkInterfaceGroups : ResourceAttribute
{
    public override string Label => "security groups";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeNetworkInterfaces")];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("ec2:ModifyNetworkInterfaceAttribute", Ec2Arns.NetworkInterface, Ec2Arns.InVpc),
        new("ec2:ModifyNetworkInterfaceAttribute", Ec2Arns.SecurityGroup),
        new("ec2:ModifyNetworkInterfaceAttribute", Ec2Arns.Instance),
    ];

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await NetworkInterfaces.FindAsync(aws, target.Id, cancel).ConfigureAwait(false) is { } found
            ? AttributeValue.OfSet((found.Groups ?? []).Select(g => g.GroupId))
            : AttributeValue.Absent;

    public override Task<bool> IsOwnerGoneAsync(AwsSession aws, Target target, CancellationToken cancel) => Task.FromResult(true);

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        aws.Client<IAmazonEC2>().ModifyNetworkInterfaceAttributeAsync(
            new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = request.Target.Id, Groups = [.. request.Wanted.ToStrings()] },
            cancel);

    public override string Describe(AttributeValue value) =>
        value.IsAbsent ? "no such interface" : string.Join(", ", value.ToStrings().Select(g => g.StartsWith("${", StringComparison.Ordinal) ? "the new quarantine group" : g));
}
