using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>The interface and private address that an Elastic IP (by its allocation id) belongs to; absent when to none.</summary>
/// <remarks>The association id is not part of the value: it is another one after every association.</remarks>
public sealed class AddressAssociation : ResourceAttribute
{
    public override string Label => "Elastic IP association";

    public override IReadOnlyList<Permission> ReadPermissions => [new("ec2:DescribeAddresses")];

    public override IReadOnlyList<Permission> WritePermissions =>
    [
        new("ec2:DisassociateAddress", Ec2Arns.ElasticIp),
        new("ec2:DisassociateAddress", Ec2Arns.NetworkInterface, Ec2Arns.InVpc),
        new("ec2:AssociateAddress", Ec2Arns.ElasticIp),
        new("ec2:AssociateAddress", Ec2Arns.NetworkInterface, Ec2Arns.InVpc),
        new("ec2:AssociateAddress", Ec2Arns.Instance),
    ];

    public static AttributeValue Value(string networkInterface, string privateIp) =>
        AttributeValue.Of(new JsonObject { ["networkInterface"] = networkInterface, ["privateIp"] = privateIp });

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) =>
        await FindAsync(aws, target.Id, cancel).ConfigureAwait(false) is { AssociationId: not null, NetworkInterfaceId: { } eni } found
            ? Value(eni, found.PrivateIpAddress)
            : AttributeValue.Absent;

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel) =>
        request.Wanted.ToNode() is { } wanted
            ? aws.Client<IAmazonEC2>().AssociateAddressAsync(
                new AssociateAddressRequest
                {
                    AllocationId = request.Target.Id,
                    NetworkInterfaceId = wanted["networkInterface"]!.GetValue<string>(),
                    PrivateIpAddress = wanted["privateIp"]!.GetValue<string>(),
                    AllowReassociation = false,
                },
                cancel)
            : DisassociateAsync(aws, request.Target.Id, cancel);

    public override string Describe(AttributeValue value) =>
        value.ToNode() is { } node ? $"{node["privateIp"]} on {node["networkInterface"]}" : "not associated";

    private static async Task DisassociateAsync(AwsSession aws, string allocation, CancellationToken cancel)
    {
        if (await FindAsync(aws, allocation, cancel).ConfigureAwait(false) is not { AssociationId: { } association })
        {
            return;
        }

        try
        {
            await aws.Client<IAmazonEC2>().DisassociateAddressAsync(new DisassociateAddressRequest { AssociationId = association }, cancel).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.AssociationNotFound))
        {
            return;
        }
    }

    private static async Task<Address?> FindAsync(AwsSession aws, string allocation, CancellationToken cancel)
    {
        try
        {
            var response = await aws.Client<IAmazonEC2>().DescribeAddressesAsync(
                new DescribeAddressesRequest { AllocationIds = [allocation] }, cancel).ConfigureAwait(false);
            return response.Addresses is [var found, ..] ? found : null;
        }
        catch (AmazonServiceException e) when (e.Is(Ec2Errors.AddressNotFound))
        {
            return null;
        }
    }
}
