using Amazon.EC2.Model;
using Remediator.Attributes.Ec2Support;

namespace Remediator.Tests.Attributes.Ec2;

public sealed class SecurityGroupRulesTests
{
    [Fact]
    public void Names_every_peer_of_both_directions_and_both_address_families()
    {
        var group = new SecurityGroup
        {
            IpPermissionsEgress =
            [
                new IpPermission { IpProtocol = "-1", Ipv4Ranges = [new IpRange { CidrIp = "0.0.0.0/0" }], Ipv6Ranges = [new Ipv6Range { CidrIpv6 = "::/0" }] },
                new IpPermission { IpProtocol = "tcp", FromPort = 443, ToPort = 443, PrefixListIds = [new PrefixListId { Id = "pl-1" }] },
            ],
            IpPermissions = [new IpPermission { IpProtocol = "udp", FromPort = 1, ToPort = 9, UserIdGroupPairs = [new UserIdGroupPair { GroupId = "sg-1" }] }],
        };

        Assert.Equal(
            ["egress all 0.0.0.0/0", "egress all ::/0", "egress tcp 443 pl-1", "ingress udp 1-9 sg-1"],
            SecurityGroupRules.Of(group));
    }

    [Fact]
    public void A_rule_without_peers_is_not_no_rule() =>
        Assert.Equal(["ingress tcp 22 no peer"], SecurityGroupRules.Of(new SecurityGroup { IpPermissions = [new IpPermission { IpProtocol = "tcp", FromPort = 22, ToPort = 22 }] }));

    [Fact]
    public void A_group_without_rules_has_none() => Assert.Empty(SecurityGroupRules.Of(new SecurityGroup()));
}
