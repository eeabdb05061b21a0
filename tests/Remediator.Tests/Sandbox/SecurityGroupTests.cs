using Amazon.EC2.Model;

namespace Remediator.Tests.Sandbox;

public sealed class SecurityGroupTests : SandboxTest
{
    [Fact]
    public async Task Gives_a_new_group_the_rule_that_lets_everything_out()
    {
        var vpc = Account.AddVpc().Id;

        var rules = await Rules(await Create(vpc));

        var rule = Assert.Single(rules);
        Assert.True(rule.IsEgress);
        Assert.Equal(("-1", "0.0.0.0/0"), (rule.IpProtocol, rule.CidrIpv4));
    }

    [Fact]
    public async Task Lets_everything_out_over_IPv6_too_where_the_VPC_has_it()
    {
        var vpc = Account.AddVpc(ipv6: true).Id;

        var rules = await Rules(await Create(vpc));

        Assert.Equal(["0.0.0.0/0", "::/0"], rules.Select(r => r.CidrIpv4 ?? r.CidrIpv6));
    }

    [Fact]
    public async Task Has_each_name_once_in_a_VPC()
    {
        var (one, other) = (Account.AddVpc().Id, Account.AddVpc().Id);
        await Create(one);
        await Create(other);

        Assert.Equal("InvalidGroup.Duplicate", await ErrorOf(() => Create(one)));
    }

    [Fact]
    public async Task Finds_a_group_by_name_VPC_and_tag()
    {
        var vpc = Account.AddVpc().Id;
        var id = await Create(vpc);

        var found = await Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest
        {
            Filters = [By("group-name", "quarantine"), By("vpc-id", vpc), By("tag:remediator", "yes")],
        });

        var group = Assert.Single(found.SecurityGroups);
        Assert.Equal(id, group.GroupId);
        Assert.Equal("0.0.0.0/0", Assert.Single(Assert.Single(group.IpPermissionsEgress).Ipv4Ranges).CidrIp);
    }

    [Fact]
    public async Task Revokes_rules_by_their_ids()
    {
        var id = await Create(Account.AddVpc(ipv6: true).Id);

        await Ec2.RevokeSecurityGroupEgressAsync(new RevokeSecurityGroupEgressRequest { GroupId = id, SecurityGroupRuleIds = [.. (await Rules(id)).Select(r => r.SecurityGroupRuleId)] });

        Assert.Empty(await Rules(id));
        Assert.Equal("InvalidSecurityGroupRuleId.NotFound", await ErrorOf(() =>
            Ec2.RevokeSecurityGroupEgressAsync(new RevokeSecurityGroupEgressRequest { GroupId = id, SecurityGroupRuleIds = ["sgr-0000000000000dead"] })));
    }

    [Fact]
    public async Task Revokes_by_permission_only_what_matches_exactly()
    {
        Account.AddVpc();
        var id = await Create(Account.AddVpc().Id);
        var ssh = new IpPermission { IpProtocol = "tcp", FromPort = 22, ToPort = 22, Ipv4Ranges = [new IpRange { CidrIp = "0.0.0.0/0", Description = "open" }, new IpRange { CidrIp = "10.0.0.0/8" }] };
        await Ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest { GroupId = id, IpPermissions = [ssh] });

        await Ec2.RevokeSecurityGroupIngressAsync(new RevokeSecurityGroupIngressRequest { GroupId = id, IpPermissions = [Ssh("0.0.0.0/0", 22)] });

        Assert.Equal("10.0.0.0/8", Assert.Single(await Rules(id), r => r.IsEgress == false).CidrIpv4);
        Assert.Equal("InvalidPermission.NotFound", await ErrorOf(() =>
            Ec2.RevokeSecurityGroupIngressAsync(new RevokeSecurityGroupIngressRequest { GroupId = id, IpPermissions = [Ssh("10.0.0.0/8", 23)] })));
    }

    [Fact]
    public async Task Answers_what_it_did_not_revoke_in_a_default_VPC()
    {
        var id = await Create(Account.AddVpc().Id);

        var answer = await Ec2.RevokeSecurityGroupIngressAsync(new RevokeSecurityGroupIngressRequest { GroupId = id, IpPermissions = [Ssh("10.0.0.0/8", 22)] });

        Assert.Equal(22, Assert.Single(answer.UnknownIpPermissions).FromPort);
    }

    [Fact]
    public async Task Refuses_a_rule_that_is_there()
    {
        var id = await Create(Account.AddVpc().Id);
        await Add();

        Assert.Equal("InvalidPermission.Duplicate", await ErrorOf(Add));

        Task Add() => Ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest { GroupId = id, IpPermissions = [Ssh("10.0.0.0/8", 22)] });
    }

    [Fact]
    public async Task Does_not_delete_a_group_in_use()
    {
        var vpc = Account.AddVpc().Id;
        var (free, used, referenced) = (await Create(vpc, "free"), await Create(vpc, "used"), await Create(vpc, "referenced"));
        Account.AddInstance(vpc: vpc, groups: [used]);
        await Ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest
        {
            GroupId = used,
            IpPermissions = [new IpPermission { IpProtocol = "-1", UserIdGroupPairs = [new UserIdGroupPair { GroupId = referenced }] }],
        });

        await Delete(free);

        Assert.Equal("DependencyViolation", await ErrorOf(() => Delete(used)));
        Assert.Equal("DependencyViolation", await ErrorOf(() => Delete(referenced)));
        Assert.Equal("InvalidGroup.NotFound", await ErrorOf(() => Delete(free)));

        Task Delete(string id) => Ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = id });
    }

    private static IpPermission Ssh(string cidr, int port) => new() { IpProtocol = "tcp", FromPort = port, ToPort = port, Ipv4Ranges = [new IpRange { CidrIp = cidr }] };

    private async Task<string> Create(string vpc, string name = "quarantine") => (await Ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest
    {
        GroupName = name,
        Description = "No traffic",
        VpcId = vpc,
        TagSpecifications = [new TagSpecification { ResourceType = "security-group", Tags = [new Tag { Key = "remediator", Value = "yes" }] }],
    })).GroupId;

    private async Task<List<SecurityGroupRule>> Rules(string group) =>
        (await Ec2.DescribeSecurityGroupRulesAsync(new DescribeSecurityGroupRulesRequest { Filters = [By("group-id", group)] })).SecurityGroupRules ?? [];
}
