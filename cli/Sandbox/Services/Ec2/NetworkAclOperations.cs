using System.Globalization;
using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class NetworkAclOperations
{
    private const int EntriesPerDirection = 20;

    [Checks("*")]
    public static Answer DescribeNetworkAcls(Call call)
    {
        var chosen = call.Region.NetworkAcls.Chosen(call, "NetworkAclId", Missing).Filtered(call, (a, name) => name switch
        {
            "network-acl-id" => (IEnumerable<string?>)[a.Id],
            "vpc-id" => [a.VpcId],
            "default" => [a.IsDefault ? "true" : "false"],
            "association.subnet-id" => a.Subnets.Values,
            "association.association-id" => a.Subnets.Keys,
            "entry.cidr" => a.Entries.Values.Select(e => e.Cidr),
            "entry.rule-number" => a.Entries.Values.Select(e => e.Number.ToString(CultureInfo.InvariantCulture)),
            _ => null,
        });
        return Ec2Xml.Page(call, "networkAclSet", chosen, a => new object[]
        {
            new XElement("networkAclId", a.Id),
            new XElement("vpcId", a.VpcId),
            new XElement("default", a.IsDefault),
            new XElement("ownerId", call.Account.Id),
            Ec2Xml.List("entrySet", a.Entries.Values, Write),
            Ec2Xml.List("associationSet", a.Subnets, s => new object[] { new XElement("networkAclAssociationId", s.Key), new XElement("networkAclId", a.Id), new XElement("subnetId", s.Value) }),
            Ec2Xml.Tags(a.Tags),
        });
    }

    [Checks("network-acl/{NetworkAclId}")]
    public static Answer CreateNetworkAclEntry(Call call)
    {
        var (acl, entry) = (Find(call), Read(call));
        if (acl.Entries.ContainsKey(entry.Key))
        {
            throw new AwsError("NetworkAclEntryAlreadyExists", $"The network acl entry identified by {entry.Number} already exists.");
        }

        if (acl.Entries.Values.Count(e => e.Egress == entry.Egress && e.Number != NetworkAclEntry.Last) >= EntriesPerDirection)
        {
            throw new AwsError("NetworkAclEntryLimitExceeded", "The maximum number of network acl entries per network acl has been reached.");
        }

        acl.Entries[entry.Key] = entry;
        return Ec2Xml.Done;
    }

    [Checks("network-acl/{NetworkAclId}")]
    public static Answer ReplaceNetworkAclEntry(Call call)
    {
        var (acl, entry) = (Find(call), Read(call));
        acl.Entries[Existing(acl, entry.Egress, entry.Number)] = entry;
        return Ec2Xml.Done;
    }

    [Checks("network-acl/{NetworkAclId}")]
    public static Answer DeleteNetworkAclEntry(Call call)
    {
        var acl = Find(call);
        acl.Entries.Remove(Existing(acl, call.Parameters.Bool("Egress") ?? throw AwsError.MissingParameter("egress"), Number(call)));
        return Ec2Xml.Done;
    }

    private static NetworkAclEntry Read(Call call)
    {
        var parameters = call.Parameters;
        var ports = parameters.Struct("PortRange");
        var action = parameters.Required("RuleAction");
        if (parameters["CidrBlock"] is null == parameters["Ipv6CidrBlock"] is null)
        {
            throw new AwsError("MissingParameter", "Exactly one of cidrBlock and ipv6CidrBlock must be specified.");
        }

        return new NetworkAclEntry(
            parameters.Bool("Egress") ?? throw AwsError.MissingParameter("egress"),
            Number(call),
            parameters.Required("Protocol"),
            action is "allow" or "deny" ? action : throw AwsError.InvalidParameter("ruleAction", action),
            parameters["CidrBlock"],
            parameters["Ipv6CidrBlock"],
            ports.Int("From"),
            ports.Int("To"));
    }

    private static int Number(Call call) => call.Parameters.Int("RuleNumber") switch
    {
        null => throw AwsError.MissingParameter("ruleNumber"),
        { } number when number is >= 1 and < NetworkAclEntry.Last => number,
        { } wrong => throw AwsError.InvalidParameter("ruleNumber", wrong.ToString(CultureInfo.InvariantCulture)),
    };

    private static object?[] Write(NetworkAclEntry entry) =>
    [
        new XElement("ruleNumber", entry.Number),
        new XElement("protocol", entry.Protocol),
        new XElement("ruleAction", entry.Action),
        new XElement("egress", entry.Egress),
        Ec2Xml.Optional("cidrBlock", entry.Cidr),
        Ec2Xml.Optional("ipv6CidrBlock", entry.Ipv6Cidr),
        entry.FromPort is null ? null : new XElement("portRange", new XElement("from", entry.FromPort), new XElement("to", entry.ToPort)),
    ];

    private static NetworkAcl Find(Call call)
    {
        var id = call.Parameters.Required("NetworkAclId");
        return call.Region.NetworkAcls.GetValueOrDefault(id) ?? throw Missing(id);
    }

    private static string Existing(NetworkAcl acl, bool egress, int number)
    {
        var key = NetworkAclEntry.KeyOf(egress, number);
        return acl.Entries.ContainsKey(key)
            ? key
            : throw new AwsError("InvalidNetworkAclEntry.NotFound", $"The specified network acl entry identified by {number} does not exist");
    }

    private static AwsError Missing(string id) => new("InvalidNetworkAclID.NotFound", $"The networkAcl ID '{id}' does not exist");
}
