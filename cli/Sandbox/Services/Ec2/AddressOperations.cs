using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class AddressOperations
{
    [Checks("*")]
    public static Answer DescribeAddresses(Call call)
    {
        var publicIps = call.Parameters.List("PublicIp");
        var chosen = call.Region.Addresses.Chosen(call, "AllocationId", Missing).Where(a => publicIps.Count == 0 || publicIps.Contains(a.PublicIp)).Filtered(call, (a, name) => name switch
        {
            "allocation-id" => [a.AllocationId],
            "association-id" => [a.AssociationId],
            "public-ip" => [a.PublicIp],
            "instance-id" => [InstanceOf(call, a)],
            "network-interface-id" => [a.NetworkInterfaceId],
            "private-ip-address" => [a.PrivateIp],
            "domain" => ["vpc"],
            _ => null,
        });
        return Answer.Xml(Ec2Xml.List("addressesSet", chosen, a => new object?[]
        {
            new XElement("publicIp", a.PublicIp),
            new XElement("allocationId", a.AllocationId),
            new XElement("domain", "vpc"),
            Ec2Xml.Optional("instanceId", InstanceOf(call, a)),
            Ec2Xml.Optional("associationId", a.AssociationId),
            Ec2Xml.Optional("networkInterfaceId", a.NetworkInterfaceId),
            a.NetworkInterfaceId is null ? null : new XElement("networkInterfaceOwnerId", call.Account.Id),
            Ec2Xml.Optional("privateIpAddress", a.PrivateIp),
            Ec2Xml.Tags(a.Tags),
        }));
    }

    [Checks("elastic-ip/{AllocationId}")]
    [Checks("network-interface/{NetworkInterfaceId}")]
    [Checks("instance/{InstanceId}")]
    public static Answer AssociateAddress(Call call)
    {
        var id = call.Parameters.Required("AllocationId");
        var address = call.Region.Addresses.GetValueOrDefault(id) ?? throw Missing(id);
        var target = Target(call);
        if (call.Parameters["PrivateIpAddress"] is { } wanted && wanted != target.PrivateIp)
        {
            throw new AwsError("InvalidParameterValue", $"The private IP address '{wanted}' is not assigned to the network interface '{target.Id}'.");
        }

        if (address.NetworkInterfaceId == target.Id)
        {
            return Answer.Xml(new XElement("return", true), new XElement("associationId", address.AssociationId));
        }

        if (address.AssociationId is not null && call.Parameters.Bool("AllowReassociation") == false)
        {
            throw new AwsError("Resource.AlreadyAssociated", $"resource {id} is already associated with associate-id {address.AssociationId}");
        }

        foreach (var other in call.Region.Addresses.Values.Where(a => a.NetworkInterfaceId == target.Id))
        {
            Release(other);
        }

        (address.AssociationId, address.NetworkInterfaceId, address.PrivateIp) = (call.World.Ec2Id("eipassoc"), target.Id, target.PrivateIp);
        target.AutoPublicIp = null;
        return Answer.Xml(new XElement("return", true), new XElement("associationId", address.AssociationId));
    }

    /// <remarks>Idempotent for an association that was; an id that never was is refused.</remarks>
    public static Answer DisassociateAddress(Call call)
    {
        var id = call.Parameters.Required("AssociationId");
        var address = call.Region.Addresses.Values.FirstOrDefault(a => a.AssociationId == id);
        call.Demand(call.Operation.DefaultAction, World.Arn("ec2", call.RegionName, call.Account.Id, "elastic-ip/" + (address?.AllocationId ?? "*")));
        if (address is not null)
        {
            call.Demand(call.Operation.DefaultAction, World.Arn("ec2", call.RegionName, call.Account.Id, "network-interface/" + address.NetworkInterfaceId));
            Release(address);
        }
        else if (!id.StartsWith("eipassoc-", StringComparison.Ordinal))
        {
            throw new AwsError("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist");
        }

        return Ec2Xml.Done;
    }

    private static void Release(ElasticAddress address) => (address.AssociationId, address.NetworkInterfaceId, address.PrivateIp) = (null, null, null);

    private static NetworkInterface Target(Call call)
    {
        if (call.Parameters["NetworkInterfaceId"] is { } id)
        {
            return call.Region.NetworkInterfaces.GetValueOrDefault(id) ?? throw new AwsError("InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{id}' does not exist");
        }

        var interfaces = call.Region.InterfacesOf(InstanceOperations.Find(call).Id);
        return interfaces.Count == 1
            ? interfaces[0]
            : throw new AwsError("InvalidInstanceID", $"There are multiple interfaces attached to instance '{call.Parameters["InstanceId"]}'. Please specify an interface ID for the operation instead.");
    }

    private static string? InstanceOf(Call call, ElasticAddress address) =>
        address.NetworkInterfaceId is { } id ? call.Region.NetworkInterfaces[id].Attachment?.InstanceId : null;

    private static AwsError Missing(string id) => new("InvalidAllocationID.NotFound", $"The allocation ID '{id}' does not exist");
}
