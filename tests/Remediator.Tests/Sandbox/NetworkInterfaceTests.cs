using Amazon.EC2.Model;

namespace Remediator.Tests.Sandbox;

public sealed class NetworkInterfaceTests : SandboxTest
{
    [Fact]
    public async Task Finds_the_interfaces_of_an_instance()
    {
        Account.AddInstance();
        var id = Account.AddInstance(interfaces: 3).Id;

        var found = await Ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest { Filters = [By("attachment.instance-id", id)] });

        Assert.Equal(3, found.NetworkInterfaces.Count);
        Assert.All(found.NetworkInterfaces, n => Assert.Equal("default", Assert.Single(n.Groups).GroupName));
    }

    [Fact]
    public async Task Replaces_groups_rather_than_adding_to_them()
    {
        var (a, b, c) = (Account.AddSecurityGroup("a").Id, Account.AddSecurityGroup("b").Id, Account.AddSecurityGroup("c").Id);
        var id = Region.InterfacesOf(Account.AddInstance(groups: [a, b]).Id)[0].Id;

        await Ec2.ModifyNetworkInterfaceAttributeAsync(new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = id, Groups = [c] });

        var read = await Ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [id] });
        Assert.Equal(c, Assert.Single(Assert.Single(read.NetworkInterfaces).Groups).GroupId);
    }

    [Fact]
    public async Task Takes_one_attribute_per_call()
    {
        var id = Region.InterfacesOf(Account.AddInstance().Id)[0].Id;
        var group = Account.AddSecurityGroup("a").Id;

        Assert.Equal("InvalidParameterCombination", await ErrorOf(() => Ec2.ModifyNetworkInterfaceAttributeAsync(
            new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = id, Groups = [group], SourceDestCheck = false })));
    }

    [Fact]
    public async Task Refuses_to_change_an_interface_of_another_service()
    {
        var instance = Account.AddInstance().Id;
        var id = Account.AddNetworkInterface(instance, requesterId: "amazon-ecs").Id;
        var group = Account.AddSecurityGroup("a").Id;

        Assert.Equal("AuthFailure", await ErrorOf(() => Ec2.ModifyNetworkInterfaceAttributeAsync(
            new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = id, Groups = [group] })));
    }

    [Fact]
    public async Task Refuses_groups_that_do_not_exist_or_are_of_another_VPC()
    {
        var id = Region.InterfacesOf(Account.AddInstance().Id)[0].Id;
        var elsewhere = Account.AddSecurityGroup("a", Account.AddVpc().Id).Id;

        Assert.Equal("InvalidGroup.NotFound", await ErrorOf(() => Change("sg-0000000000000dead")));
        Assert.Equal("InvalidParameter", await ErrorOf(() => Change(elsewhere)));

        Task Change(string group) => Ec2.ModifyNetworkInterfaceAttributeAsync(new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = id, Groups = [group] });
    }

    [Fact]
    public async Task Takes_away_an_automatic_public_address()
    {
        var id = Account.AddInstance().Id;
        Region.InterfacesOf(id)[0].AutoPublicIp = "203.0.113.7";

        await Ec2.ModifyNetworkInterfaceAttributeAsync(new ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = Region.InterfacesOf(id)[0].Id, AssociatePublicIpAddress = false });

        Assert.Null((await Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [id] })).Reservations[0].Instances[0].PublicIpAddress);
    }
}
