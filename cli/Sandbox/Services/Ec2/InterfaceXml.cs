using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>A network interface as AWS shows it, by itself and inside its instance.</summary>
internal static class InterfaceXml
{
    /// <param name="tagSet">Name of the element for the tags; null inside an instance, which doesn't show them.</param>
    public static IEnumerable<object?> Write(Call call, NetworkInterface shown, string? tagSet)
    {
        yield return new XElement("networkInterfaceId", shown.Id);
        yield return new XElement("subnetId", shown.SubnetId);
        yield return new XElement("vpcId", shown.VpcId);
        yield return tagSet is null ? null : new XElement("availabilityZone", shown.AvailabilityZone);
        yield return new XElement("description", shown.Description);
        yield return new XElement("ownerId", call.Account.Id);
        yield return tagSet is null ? null : Ec2Xml.Optional("requesterId", shown.RequesterId);
        yield return tagSet is null ? null : new XElement("requesterManaged", shown.RequesterId is not null);
        yield return new XElement("status", shown.Attachment is null ? "available" : "in-use");
        yield return new XElement("interfaceType", shown.Type);
        yield return new XElement("privateIpAddress", shown.PrivateIp);
        yield return new XElement("sourceDestCheck", shown.SourceDestCheck);
        yield return Ec2Xml.Groups(call.Region, shown.Groups);
        yield return shown.Attachment is { } a ? Attached(call, a, inside: tagSet is null) : null;
        var association = Association(call, shown);
        yield return association;
        yield return new XElement("privateIpAddressesSet", new XElement("item", new XElement("privateIpAddress", shown.PrivateIp), new XElement("primary", true), association));
        yield return new XElement("ipv6AddressesSet", shown.Ipv6 is null ? null : new XElement("item", new XElement("ipv6Address", shown.Ipv6)));
        yield return shown.TcpEstablishedTimeout is { } timeout ? new XElement("connectionTrackingConfiguration", new XElement("tcpEstablishedTimeout", timeout)) : null;
        yield return tagSet is null ? null : new XElement(tagSet, Ec2Xml.Tags(shown.Tags).Elements());
    }

    public static string? PublicIp(SandboxRegion region, NetworkInterface shown) => Elastic(region, shown)?.PublicIp ?? shown.AutoPublicIp;

    private static ElasticAddress? Elastic(SandboxRegion region, NetworkInterface shown) => region.Addresses.Values.FirstOrDefault(a => a.NetworkInterfaceId == shown.Id);

    private static XElement? Association(Call call, NetworkInterface shown)
    {
        var elastic = Elastic(call.Region, shown);
        return PublicIp(call.Region, shown) is not { } address ? null : new XElement(
            "association",
            new XElement("publicIp", address),
            new XElement("ipOwnerId", elastic is null ? "amazon" : call.Account.Id),
            Ec2Xml.Optional("allocationId", elastic?.AllocationId),
            Ec2Xml.Optional("associationId", elastic?.AssociationId));
    }

    private static XElement Attached(Call call, Attachment attachment, bool inside) => new(
        "attachment",
        new XElement("attachmentId", attachment.Id),
        inside ? null : new XElement("instanceId", attachment.InstanceId),
        inside ? null : new XElement("instanceOwnerId", call.Account.Id),
        new XElement("deviceIndex", attachment.DeviceIndex),
        new XElement("networkCardIndex", 0),
        new XElement("status", "attached"),
        new XElement("deleteOnTermination", attachment.DeleteOnTermination));
}
