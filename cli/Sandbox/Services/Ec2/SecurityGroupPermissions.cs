using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>Reads the permissions of an authorize or revoke call as rules, one for each peer.</summary>
internal static class SecurityGroupPermissions
{
    public static IEnumerable<SecurityGroupRule> Read(Parameters call, bool egress)
    {
        var permissions = call.Structs("IpPermissions");
        if (permissions.Count == 0)
        {
            return [Rule(call, egress) with { CidrIpv4 = call.Required("CidrIp") }];
        }

        var rules = permissions.SelectMany(p => Rules(p, egress)).ToList();
        return rules.Count > 0 ? rules : throw new AwsError("InvalidParameterValue", "At least one peer (CIDR range, prefix list or security group) is required.");
    }

    private static IEnumerable<SecurityGroupRule> Rules(Parameters permission, bool egress)
    {
        var rule = Rule(permission, egress);
        return
        [
            .. permission.Structs("IpRanges").Select(r => rule with { CidrIpv4 = r.Required("CidrIp"), Description = r["Description"] }),
            .. permission.Structs("Ipv6Ranges").Select(r => rule with { CidrIpv6 = r.Required("CidrIpv6"), Description = r["Description"] }),
            .. permission.Structs("PrefixListIds").Select(r => rule with { PrefixListId = r.Required("PrefixListId"), Description = r["Description"] }),
            .. permission.Structs("Groups").Select(r => rule with { ReferencedGroupId = r.Required("GroupId"), Description = r["Description"] }),
        ];
    }

    private static SecurityGroupRule Rule(Parameters permission, bool egress)
    {
        var protocol = permission.Required("IpProtocol") switch
        {
            "6" => "tcp",
            "17" => "udp",
            "1" => "icmp",
            var other => other,
        };
        return protocol == "-1"
            ? new SecurityGroupRule(egress, protocol, -1, -1)
            : new SecurityGroupRule(egress, protocol, permission.Int("FromPort") ?? throw AwsError.MissingParameter("FromPort"), permission.Int("ToPort") ?? throw AwsError.MissingParameter("ToPort"));
    }
}
