using System.Globalization;
using Amazon.EC2.Model;

namespace Remediator.Attributes.Ec2Support;

/// <summary>The rules of a security group, one line for each peer: <c>egress tcp 443 10.0.0.0/8</c>.</summary>
internal static class SecurityGroupRules
{
    public static IReadOnlyList<string> Of(SecurityGroup group) =>
        [
            .. Lines("egress", group.IpPermissionsEgress)
                .Concat(Lines("ingress", group.IpPermissions))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<string> Lines(string direction, IEnumerable<IpPermission>? permissions) =>
        from permission in permissions ?? []
        from peer in Peers(permission)
        select $"{direction} {Protocol(permission)} {peer}";

    /// <remarks>A permission without any peer is still a rule: it must never look like none.</remarks>
    private static IEnumerable<string> Peers(IpPermission permission) =>
        ((IEnumerable<string>)[
            .. (permission.Ipv4Ranges ?? []).Select(r => r.CidrIp),
            .. (permission.Ipv6Ranges ?? []).Select(r => r.CidrIpv6),
            .. (permission.PrefixListIds ?? []).Select(p => p.Id),
            .. (permission.UserIdGroupPairs ?? []).Select(p => p.GroupId),
        ]).DefaultIfEmpty("no peer");

    private static string Protocol(IpPermission permission) => permission switch
    {
        { IpProtocol: null or "-1" } => "all",
        { FromPort: null } => permission.IpProtocol,
        { FromPort: var from, ToPort: var to } when from == to => string.Create(CultureInfo.InvariantCulture, $"{permission.IpProtocol} {from}"),
        { FromPort: var from, ToPort: var to } => string.Create(CultureInfo.InvariantCulture, $"{permission.IpProtocol} {from}-{to}"),
    };
}
