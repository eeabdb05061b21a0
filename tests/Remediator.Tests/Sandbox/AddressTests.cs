using Amazon.EC2.Model;

namespace Remediator.Tests.Sandbox;

public sealed class AddressTests : SandboxTest
{
    [Fact]
    public async Task Disassociates_an_address_and_says_so_only_once()
    {
        var instance = Account.AddInstance(interfaces: 2, elasticIp: true);
        var address = Assert.Single((await Of(instance.Id)).Addresses);

        await Ec2.DisassociateAddressAsync(new DisassociateAddressRequest { AssociationId = address.AssociationId });
        await Ec2.DisassociateAddressAsync(new DisassociateAddressRequest { AssociationId = address.AssociationId });

        Assert.Empty((await Of(instance.Id)).Addresses ?? []);
        Assert.Null(Region.Addresses[address.AllocationId].NetworkInterfaceId);
    }

    [Fact]
    public async Task Puts_an_address_back_on_the_same_interface()
    {
        var instance = Account.AddInstance(interfaces: 2, elasticIp: true);
        var before = Assert.Single((await Of(instance.Id)).Addresses);
        await Ec2.DisassociateAddressAsync(new DisassociateAddressRequest { AssociationId = before.AssociationId });

        await Ec2.AssociateAddressAsync(new AssociateAddressRequest { AllocationId = before.AllocationId, NetworkInterfaceId = before.NetworkInterfaceId, PrivateIpAddress = before.PrivateIpAddress });

        var after = Assert.Single((await Of(instance.Id)).Addresses);
        Assert.Equal((before.NetworkInterfaceId, before.PrivateIpAddress), (after.NetworkInterfaceId, after.PrivateIpAddress));
        Assert.NotEqual(before.AssociationId, after.AssociationId);
    }

    [Fact]
    public async Task Does_not_steal_an_address_unless_allowed()
    {
        Account.AddInstance(elasticIp: true);
        var other = Region.InterfacesOf(Account.AddInstance().Id)[0].Id;
        var allocation = Assert.Single(Region.Addresses).Key;

        Assert.Equal("Resource.AlreadyAssociated", await ErrorOf(() => Associate(false)));
        await Associate(true);

        Assert.Equal(other, Region.Addresses[allocation].NetworkInterfaceId);

        Task Associate(bool allow) => Ec2.AssociateAddressAsync(new AssociateAddressRequest { AllocationId = allocation, NetworkInterfaceId = other, AllowReassociation = allow });
    }

    [Fact]
    public async Task Wants_the_interface_named_when_an_instance_has_several()
    {
        var id = Account.AddInstance(interfaces: 2).Id;
        var allocation = Account.AddElasticIp().AllocationId;

        Assert.Equal("InvalidInstanceID", await ErrorOf(() => Ec2.AssociateAddressAsync(new AssociateAddressRequest { AllocationId = allocation, InstanceId = id })));
    }

    private Task<DescribeAddressesResponse> Of(string instance) => Ec2.DescribeAddressesAsync(new DescribeAddressesRequest { Filters = [By("instance-id", instance)] });
}
