using Amazon.EC2;
using Amazon.EC2.Model;

namespace Remediator.Tests.Sandbox;

public sealed class NetworkTests : SandboxTest
{
    [Fact]
    public async Task Shows_VPCs_and_subnets()
    {
        var vpc = Account.AddVpc(ipv6: true).Id;

        var shown = Assert.Single((await Ec2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = [vpc] })).Vpcs);
        var subnet = Assert.Single((await Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = [By("vpc-id", vpc)] })).Subnets);

        Assert.Single(shown.Ipv6CidrBlockAssociationSet);
        Assert.Equal("us-east-1a", subnet.AvailabilityZone);
        Assert.Equal("InvalidVpcID.NotFound", await ErrorOf(() => Ec2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = ["vpc-0000000000000dead"] })));
    }

    [Fact]
    public async Task Adds_replaces_and_removes_entries_of_a_network_ACL()
    {
        var subnet = Account.AddInstance().SubnetId;
        var acl = Assert.Single((await Ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { Filters = [By("association.subnet-id", subnet)] })).NetworkAcls);

        await Create("198.51.100.9/32");
        Assert.Equal("NetworkAclEntryAlreadyExists", await ErrorOf(() => Create("198.51.100.8/32")));
        await Ec2.ReplaceNetworkAclEntryAsync(new ReplaceNetworkAclEntryRequest { NetworkAclId = acl.NetworkAclId, RuleNumber = 7, Egress = true, Protocol = "-1", RuleAction = RuleAction.Deny, CidrBlock = "198.51.100.8/32" });

        var entries = (await Ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { NetworkAclIds = [acl.NetworkAclId] })).NetworkAcls[0].Entries;
        Assert.Equal("198.51.100.8/32", Assert.Single(entries, e => e.RuleNumber == 7).CidrBlock);

        await Delete();
        Assert.Equal("InvalidNetworkAclEntry.NotFound", await ErrorOf(Delete));

        Task Create(string cidr) => Ec2.CreateNetworkAclEntryAsync(new CreateNetworkAclEntryRequest { NetworkAclId = acl.NetworkAclId, RuleNumber = 7, Egress = true, Protocol = "-1", RuleAction = RuleAction.Deny, CidrBlock = cidr });
        Task Delete() => Ec2.DeleteNetworkAclEntryAsync(new DeleteNetworkAclEntryRequest { NetworkAclId = acl.NetworkAclId, RuleNumber = 7, Egress = true });
    }

    [Fact]
    public async Task Has_room_for_twenty_entries_in_each_direction()
    {
        Account.AddVpc();
        var acl = Region.NetworkAcls.Keys.Single();
        for (var i = 1; i <= 19; i++)
        {
            await Create(i, egress: false);
        }

        Assert.Equal("NetworkAclEntryLimitExceeded", await ErrorOf(() => Create(20, egress: false)));
        await Create(20, egress: true);

        Task Create(int number, bool egress) => Ec2.CreateNetworkAclEntryAsync(new CreateNetworkAclEntryRequest { NetworkAclId = acl, RuleNumber = number, Egress = egress, Protocol = "-1", RuleAction = RuleAction.Deny, CidrBlock = "198.51.100.0/24" });
    }

    [Fact]
    public async Task Replaces_the_instance_profile()
    {
        var id = Account.AddInstance(role: "web").Id;
        Account.AddInstance(role: "quarantine");
        var association = Assert.Single((await Of(id)).IamInstanceProfileAssociations);

        await Ec2.ReplaceIamInstanceProfileAssociationAsync(new ReplaceIamInstanceProfileAssociationRequest
        {
            AssociationId = association.AssociationId,
            IamInstanceProfile = new IamInstanceProfileSpecification { Name = "quarantine" },
        });

        Assert.EndsWith("/quarantine", Assert.Single((await Of(id)).IamInstanceProfileAssociations).IamInstanceProfile.Arn, StringComparison.Ordinal);
        Assert.Contains(Sandbox.Calls.SelectMany(c => c.Checks), c => c.Action == "iam:PassRole" && c.Resource == "arn:aws:iam::111122223333:role/quarantine");

        Task<DescribeIamInstanceProfileAssociationsResponse> Of(string instance) =>
            Ec2.DescribeIamInstanceProfileAssociationsAsync(new DescribeIamInstanceProfileAssociationsRequest { Filters = [By("instance-id", instance)] });
    }
}
