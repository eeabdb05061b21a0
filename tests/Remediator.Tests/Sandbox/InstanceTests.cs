using Amazon.EC2;
using Amazon.EC2.Model;

namespace Remediator.Tests.Sandbox;

public sealed class InstanceTests : SandboxTest
{
    [Fact]
    public async Task Shows_an_instance_with_its_interfaces_profile_volumes_and_addresses()
    {
        var seeded = Account.AddInstance(id: "i-0123456789abcdef0", interfaces: 2, role: "web", volumes: 2, elasticIp: true, tags: new() { ["Name"] = "<web> & \"co\"" });

        var reservations = (await Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [seeded.Id] })).Reservations;

        var instance = Assert.Single(Assert.Single(reservations).Instances);
        Assert.Equal("running", instance.State.Name.Value);
        Assert.Equal(2, instance.NetworkInterfaces.Count);
        Assert.Equal([0, 1], instance.NetworkInterfaces.Select(n => n.Attachment.DeviceIndex!.Value));
        Assert.Equal("arn:aws:iam::111122223333:instance-profile/web", instance.IamInstanceProfile.Arn);
        Assert.Equal(2, instance.BlockDeviceMappings.Count);
        Assert.Equal("198.51.100.1", instance.PublicIpAddress);
        Assert.Equal("<web> & \"co\"", Assert.Single(instance.Tags).Value);
        Assert.Equal(Clock.GetUtcNow().UtcDateTime, instance.LaunchTime!.Value.ToUniversalTime());
    }

    [Theory]
    [InlineData("i-0000000000000dead", "InvalidInstanceID.NotFound")]
    [InlineData("web", "InvalidInstanceID.Malformed")]
    public async Task Tells_a_missing_instance_from_a_malformed_id(string id, string code) =>
        Assert.Equal(code, await ErrorOf(() => Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [id] })));

    [Fact]
    public async Task Filters_by_tag_with_wildcards()
    {
        Account.AddInstance(id: "i-00000000000000001", tags: new() { ["team"] = "payments-eu" });
        Account.AddInstance(id: "i-00000000000000002", tags: new() { ["team"] = "search" });

        var found = await Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { Filters = [By("tag:team", "payments-*")] });

        Assert.Equal("i-00000000000000001", Assert.Single(Assert.Single(found.Reservations).Instances).InstanceId);
    }

    [Fact]
    public async Task Sets_and_reads_each_protection_by_itself()
    {
        var id = Account.AddInstance().Id;

        await Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = id, DisableApiTermination = true });
        await Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = id, InstanceInitiatedShutdownBehavior = "terminate" });

        Assert.True((await Attribute(id, "disableApiTermination")).DisableApiTermination);
        Assert.False((await Attribute(id, "disableApiStop")).DisableApiStop);
        Assert.Equal("terminate", (await Attribute(id, "instanceInitiatedShutdownBehavior")).InstanceInitiatedShutdownBehavior);
    }

    [Fact]
    public async Task Refuses_protections_on_a_spot_instance()
    {
        var id = Account.AddInstance(spot: true).Id;

        Assert.Equal("UnsupportedOperation", await ErrorOf(() => Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = id, DisableApiTermination = true })));
        Assert.Equal("UnsupportedOperation", await ErrorOf(() => Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = id, DisableApiStop = true })));
    }

    [Fact]
    public async Task Keeps_volumes_when_told_by_device_name()
    {
        var id = Account.AddInstance(volumes: 2).Id;

        await Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest
        {
            InstanceId = id,
            BlockDeviceMappings = [new InstanceBlockDeviceMappingSpecification { DeviceName = "/dev/xvda", Ebs = new EbsInstanceBlockDeviceSpecification { DeleteOnTermination = false } }],
        });

        Assert.Equal([false, true], (await Attribute(id, "blockDeviceMapping")).BlockDeviceMappings.Select(b => b.Ebs.DeleteOnTermination!.Value));
    }

    [Fact]
    public async Task Replaces_the_groups_of_an_instance_only_when_it_has_one_interface()
    {
        var group = Account.AddSecurityGroup("other").Id;
        var (one, two) = (Account.AddInstance().Id, Account.AddInstance(interfaces: 2).Id);

        await Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = one, Groups = [group] });

        Assert.Equal([group], Region.InterfacesOf(one)[0].Groups);
        Assert.Equal("InvalidInstanceID", await ErrorOf(() => Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = two, Groups = [group] })));
    }

    [Fact]
    public async Task Stops_unless_stop_protection_forbids()
    {
        var id = Account.AddInstance().Id;
        await Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = id, DisableApiStop = true });
        Assert.Equal("OperationNotPermitted", await ErrorOf(() => Ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [id] })));

        await Ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = id, DisableApiStop = false });
        var stopped = await Ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [id] });

        Assert.Equal("running", Assert.Single(stopped.StoppingInstances).PreviousState.Name.Value);
        Assert.Equal("stopped", Region.Instances[id].Status);
    }

    private async Task<InstanceAttribute> Attribute(string id, string name) =>
        (await Ec2.DescribeInstanceAttributeAsync(new DescribeInstanceAttributeRequest { InstanceId = id, Attribute = name })).InstanceAttribute;
}
