using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

[Ec2]
internal static class SecurityGroupRuleOperations
{
    [Checks("*")]
    public static Answer DescribeSecurityGroupRules(Call call)
    {
        var all = new Table<Row>();
        foreach (var row in call.Region.SecurityGroups.Values.SelectMany(g => g.Rules.Select(r => new Row(g, r.Key, r.Value))))
        {
            all[row.Id] = row;
        }

        var chosen = all.Chosen(call, "SecurityGroupRuleId", MissingRule).Filtered(call, (r, name) => name switch
        {
            "group-id" => [r.Group.Id],
            "security-group-rule-id" => [r.Id],
            _ => null,
        });
        return Ec2Xml.Page(call, "securityGroupRuleSet", chosen, r => SecurityGroupXml.Rule(call, r.Group, r.Id, r.Rule));
    }

    [Checks("security-group/{GroupId}")]
    public static Answer AuthorizeSecurityGroupIngress(Call call) => Authorize(call, egress: false);

    [Checks("security-group/{GroupId}")]
    public static Answer AuthorizeSecurityGroupEgress(Call call) => Authorize(call, egress: true);

    [Checks("security-group/{GroupId}")]
    public static Answer RevokeSecurityGroupIngress(Call call) => Revoke(call, egress: false);

    [Checks("security-group/{GroupId}")]
    public static Answer RevokeSecurityGroupEgress(Call call) => Revoke(call, egress: true);

    private static Answer Authorize(Call call, bool egress)
    {
        var group = SecurityGroupOperations.Find(call);
        var tags = Ec2Xml.TagsToCreate(call, "security-group-rule");
        var added = SecurityGroupPermissions.Read(call.Parameters, egress).Select(r => r with { Tags = tags }).ToList();
        if (added.FirstOrDefault(r => r.ReferencedGroupId is { } id && !call.Region.SecurityGroups.ContainsKey(id)) is { } dangling)
        {
            throw SecurityGroupOperations.Missing(dangling.ReferencedGroupId!);
        }

        if (added.FirstOrDefault(r => group.Rules.Values.Any(r.Covers)) is { } twice)
        {
            var peer = twice.CidrIpv4 ?? twice.CidrIpv6 ?? twice.PrefixListId ?? twice.ReferencedGroupId;
            throw new AwsError("InvalidPermission.Duplicate", $"the specified rule \"peer: {peer}, {twice.Protocol}, from port: {twice.FromPort}, to port: {twice.ToPort}, ALLOW\" already exists");
        }

        var rows = added.Select(r => new Row(group, call.World.Ec2Id("sgr"), r)).ToList();
        foreach (var row in rows)
        {
            group.Rules[row.Id] = row.Rule;
        }

        return Answer.Xml(new XElement("return", true), Ec2Xml.List("securityGroupRuleSet", rows, r => SecurityGroupXml.Rule(call, r.Group, r.Id, r.Rule)));
    }

    private static Answer Revoke(Call call, bool egress)
    {
        var group = SecurityGroupOperations.Find(call);
        var ids = call.Parameters.List("SecurityGroupRuleId");
        var unknown = new List<SecurityGroupRule>();
        var doomed = ids.Count > 0
            ? ids.Select(id => group.Rules.TryGetValue(id, out var rule) && rule.IsEgress == egress ? id : throw MissingRule(id)).ToList()
            : Matching(call, group, SecurityGroupPermissions.Read(call.Parameters, egress), unknown);
        var rows = doomed.Select(id => new Row(group, id, group.Rules[id])).ToList();
        foreach (var id in doomed)
        {
            group.Rules.Remove(id);
        }

        return Answer.Xml(
            new XElement("return", true),
            SecurityGroupXml.Permissions(call, "unknownIpPermissionSet", unknown),
            Ec2Xml.List("revokedSecurityGroupRuleSet", rows, r => SecurityGroupXml.Rule(call, r.Group, r.Id, r.Rule)));
    }

    /// <summary>Rules with exactly these properties; what matches none is an error, save in a default VPC.</summary>
    private static List<string> Matching(Call call, SecurityGroup group, IEnumerable<SecurityGroupRule> wanted, List<SecurityGroupRule> unknown)
    {
        var found = new List<string>();
        foreach (var rule in wanted)
        {
            if (group.Rules.FirstOrDefault(r => r.Value.Covers(rule)).Key is { } id)
            {
                found.Add(id);
            }
            else if (call.Region.Vpcs[group.VpcId].IsDefault)
            {
                unknown.Add(rule);
            }
            else
            {
                throw new AwsError("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
            }
        }

        return found;
    }

    private static AwsError MissingRule(string id) => new("InvalidSecurityGroupRuleId.NotFound", $"The security group rule ID '{id}' does not exist");

    private sealed record Row(SecurityGroup Group, string Id, SecurityGroupRule Rule) : ITagged
    {
        public Tags Tags => Rule.Tags;
    }
}
