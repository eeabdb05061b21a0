using System.Xml.Linq;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class NetworkOperations
{
    [Checks("*")]
    public static Answer DescribeVpcs(Call call)
    {
        var chosen = call.Region.Vpcs.Chosen(call, "VpcId", MissingVpc).Filtered(call, (v, name) => name switch
        {
            "vpc-id" => [v.Id],
            "cidr" => [v.Cidr],
            "is-default" or "isDefault" => [v.IsDefault ? "true" : "false"],
            _ => null,
        });
        return Ec2Xml.Page(call, "vpcSet", chosen, v => new object?[]
        {
            new XElement("vpcId", v.Id),
            new XElement("ownerId", call.Account.Id),
            new XElement("state", "available"),
            new XElement("cidrBlock", v.Cidr),
            v.Ipv6Cidr is null ? null : new XElement("ipv6CidrBlockAssociationSet", new XElement("item", new XElement("ipv6CidrBlock", v.Ipv6Cidr), new XElement("ipv6CidrBlockState", new XElement("state", "associated")))),
            new XElement("isDefault", v.IsDefault),
            Ec2Xml.Tags(v.Tags),
        });
    }

    [Checks("*")]
    public static Answer DescribeSubnets(Call call)
    {
        var chosen = call.Region.Subnets.Chosen(call, "SubnetId", id => new AwsError("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist")).Filtered(call, (s, name) => name switch
        {
            "subnet-id" => [s.Id],
            "vpc-id" => [s.VpcId],
            "availability-zone" or "availabilityZone" => [s.AvailabilityZone],
            _ => null,
        });
        return Ec2Xml.Page(call, "subnetSet", chosen, s => new object?[]
        {
            new XElement("subnetId", s.Id),
            new XElement("ownerId", call.Account.Id),
            new XElement("state", "available"),
            new XElement("vpcId", s.VpcId),
            new XElement("cidrBlock", s.Cidr),
            new XElement("availabilityZone", s.AvailabilityZone),
            Ec2Xml.Tags(s.Tags),
        });
    }

    public static AwsError MissingVpc(string id) => new("InvalidVpcID.NotFound", $"The vpc ID '{id}' does not exist");
}
