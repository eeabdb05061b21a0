using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>Security group rules as AWS shows them: one by one, or gathered into permissions.</summary>
internal static class SecurityGroupXml
{
    public static XElement Permissions(Call call, string name, IEnumerable<SecurityGroupRule> rules) =>
        Ec2Xml.List(name, rules.GroupBy(r => (r.Protocol, r.FromPort, r.ToPort)), p => new object?[]
        {
            new XElement("ipProtocol", p.Key.Protocol),
            p.Key.Protocol == "-1" ? null : new XElement("fromPort", p.Key.FromPort),
            p.Key.Protocol == "-1" ? null : new XElement("toPort", p.Key.ToPort),
            Ec2Xml.List("groups", p.Where(r => r.ReferencedGroupId is not null), r => new object?[] { Description(r), new XElement("userId", call.Account.Id), new XElement("groupId", r.ReferencedGroupId) }),
            Ec2Xml.List("ipRanges", p.Where(r => r.CidrIpv4 is not null), r => new object?[] { Description(r), new XElement("cidrIp", r.CidrIpv4) }),
            Ec2Xml.List("ipv6Ranges", p.Where(r => r.CidrIpv6 is not null), r => new object?[] { Description(r), new XElement("cidrIpv6", r.CidrIpv6) }),
            Ec2Xml.List("prefixListIds", p.Where(r => r.PrefixListId is not null), r => new object?[] { Description(r), new XElement("prefixListId", r.PrefixListId) }),
        });

    public static IEnumerable<object?> Rule(Call call, SecurityGroup group, string id, SecurityGroupRule rule)
    {
        yield return new XElement("securityGroupRuleId", id);
        yield return new XElement("groupId", group.Id);
        yield return new XElement("groupOwnerId", call.Account.Id);
        yield return new XElement("isEgress", rule.IsEgress);
        yield return new XElement("ipProtocol", rule.Protocol);
        yield return new XElement("fromPort", rule.FromPort);
        yield return new XElement("toPort", rule.ToPort);
        yield return Ec2Xml.Optional("cidrIpv4", rule.CidrIpv4);
        yield return Ec2Xml.Optional("cidrIpv6", rule.CidrIpv6);
        yield return Ec2Xml.Optional("prefixListId", rule.PrefixListId);
        yield return rule.ReferencedGroupId is { } other
            ? new XElement("referencedGroupInfo", new XElement("groupId", other), new XElement("userId", call.Account.Id), new XElement("vpcId", group.VpcId))
            : null;
        yield return Description(rule);
        yield return Ec2Xml.Tags(rule.Tags);
    }

    private static XElement? Description(SecurityGroupRule rule) => Ec2Xml.Optional("description", rule.Description);
}
