using Amazon.AutoScaling;
using Amazon.AutoScaling.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;

namespace Remediator.Tests.Sandbox;

public sealed class ScalingTests : SandboxTest
{
    private IAmazonAutoScaling Scaling => Session.Client<IAmazonAutoScaling>();

    private IAmazonElasticLoadBalancingV2 Balancing => Session.Client<IAmazonElasticLoadBalancingV2>();

    [Fact]
    public async Task Takes_an_instance_out_of_service_and_out_of_its_target_groups()
    {
        var (group, targets, id) = Seed(desired: 2);

        await Scaling.EnterStandbyAsync(new EnterStandbyRequest { AutoScalingGroupName = group.Name, InstanceIds = [id], ShouldDecrementDesiredCapacity = true });

        Assert.Equal("Standby", Assert.Single((await Scaling.DescribeAutoScalingInstancesAsync(new DescribeAutoScalingInstancesRequest { InstanceIds = [id] })).AutoScalingInstances).LifecycleState);
        Assert.Equal(1, Assert.Single((await Scaling.DescribeAutoScalingGroupsAsync(new DescribeAutoScalingGroupsRequest { AutoScalingGroupNames = [group.Name] })).AutoScalingGroups).DesiredCapacity);
        Assert.Empty(targets.Targets);
    }

    [Fact]
    public async Task Shows_a_deregistered_target_as_draining_for_a_while()
    {
        var (_, targets, id) = Seed(desired: 2);

        await Balancing.DeregisterTargetsAsync(new DeregisterTargetsRequest { TargetGroupArn = targets.Arn, Targets = [new TargetDescription { Id = id }] });

        Assert.Equal("draining", Assert.Single((await Health(targets)).TargetHealthDescriptions).TargetHealth.State.Value);
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Empty((await Health(targets)).TargetHealthDescriptions ?? []);
    }

    [Fact]
    public async Task Says_unused_of_a_target_that_is_not_registered()
    {
        var targets = Account.AddTargetGroup("web");

        var health = await Balancing.DescribeTargetHealthAsync(new DescribeTargetHealthRequest { TargetGroupArn = targets.Arn, Targets = [new TargetDescription { Id = "i-00000000000000001", Port = 80 }] });

        Assert.Equal(("unused", "Target.NotRegistered"), (health.TargetHealthDescriptions[0].TargetHealth.State.Value, health.TargetHealthDescriptions[0].TargetHealth.Reason.Value));
    }

    [Fact]
    public async Task Leaving_standby_restores_group_and_targets()
    {
        var (group, _, id) = Seed(desired: 2);
        var before = Sandbox.Snapshot();
        await Scaling.EnterStandbyAsync(new EnterStandbyRequest { AutoScalingGroupName = group.Name, InstanceIds = [id], ShouldDecrementDesiredCapacity = true });

        await Scaling.ExitStandbyAsync(new ExitStandbyRequest { AutoScalingGroupName = group.Name, InstanceIds = [id] });

        Assert.Equal(before, Sandbox.Snapshot());
    }

    [Fact]
    public async Task Refuses_to_shrink_a_group_below_its_minimum()
    {
        var (group, _, id) = Seed(desired: 1);

        Assert.Equal("ValidationError", await ErrorOf(() => Scaling.EnterStandbyAsync(
            new EnterStandbyRequest { AutoScalingGroupName = group.Name, InstanceIds = [id], ShouldDecrementDesiredCapacity = true })));
        Assert.Equal("InService", group.Members[id].LifecycleState);
    }

    [Fact]
    public async Task Starts_a_replacement_when_the_desired_capacity_stays()
    {
        var (group, targets, id) = Seed(desired: 1);

        await Scaling.EnterStandbyAsync(new EnterStandbyRequest { AutoScalingGroupName = group.Name, InstanceIds = [id], ShouldDecrementDesiredCapacity = false });

        Assert.Equal(2, group.Members.Count);
        Assert.NotEqual(id, Assert.Single(targets.Targets).Id);
    }

    [Fact]
    public async Task Detaches_and_attaches_within_the_maximum()
    {
        var (group, _, id) = Seed(desired: 2);

        await Scaling.DetachInstancesAsync(new DetachInstancesRequest { AutoScalingGroupName = group.Name, InstanceIds = [id], ShouldDecrementDesiredCapacity = true });
        Assert.Empty((await Scaling.DescribeAutoScalingInstancesAsync(new DescribeAutoScalingInstancesRequest { InstanceIds = [id] })).AutoScalingInstances ?? []);
        await Scaling.AttachInstancesAsync(new AttachInstancesRequest { AutoScalingGroupName = group.Name, InstanceIds = [id] });
        group.MaxSize = 2;

        Assert.Equal("ValidationError", await ErrorOf(() => Scaling.AttachInstancesAsync(
            new AttachInstancesRequest { AutoScalingGroupName = group.Name, InstanceIds = [Account.AddInstance().Id] })));
    }

    [Fact]
    public async Task Protects_from_scale_in_and_suspends_processes()
    {
        var (group, _, id) = Seed(desired: 2);

        await Scaling.SetInstanceProtectionAsync(new SetInstanceProtectionRequest { AutoScalingGroupName = group.Name, InstanceIds = [id], ProtectedFromScaleIn = true });
        await Scaling.SuspendProcessesAsync(new SuspendProcessesRequest { AutoScalingGroupName = group.Name, ScalingProcesses = ["Launch"] });

        var shown = Assert.Single((await Scaling.DescribeAutoScalingGroupsAsync(new DescribeAutoScalingGroupsRequest())).AutoScalingGroups);
        Assert.True(Assert.Single(shown.Instances).ProtectedFromScaleIn);
        Assert.Equal("Launch", Assert.Single(shown.SuspendedProcesses).ProcessName);
    }

    [Fact]
    public async Task Registers_addresses_under_a_port_with_their_zone()
    {
        var address = Region.InterfacesOf(Account.AddInstance().Id)[0].PrivateIp;
        var targets = Account.AddTargetGroup("ips", targetType: "ip");

        await Balancing.RegisterTargetsAsync(new RegisterTargetsRequest { TargetGroupArn = targets.Arn, Targets = [new TargetDescription { Id = address, Port = 8080 }] });

        var target = Assert.Single((await Health(targets)).TargetHealthDescriptions).Target;
        Assert.Equal((address, 8080, "us-east-1a"), (target.Id, target.Port, target.AvailabilityZone));
        Assert.Equal("ip", Assert.Single((await Balancing.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest())).TargetGroups).TargetType.Value);
    }

    [Fact]
    public async Task Knows_no_target_group_of_another_ARN() => Assert.Equal("TargetGroupNotFound", await ErrorOf(() =>
        Balancing.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { TargetGroupArns = ["arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/x/1"] })));

    private Task<DescribeTargetHealthResponse> Health(Cli.Sandbox.State.TargetGroup targets) => Balancing.DescribeTargetHealthAsync(new DescribeTargetHealthRequest { TargetGroupArn = targets.Arn });

    private (Cli.Sandbox.State.AutoScalingGroup Group, Cli.Sandbox.State.TargetGroup Targets, string Instance) Seed(int desired)
    {
        var targets = Account.AddTargetGroup("web");
        var group = Account.AddAutoScalingGroup("fleet", min: 1, max: 4, desired: desired, targetGroups: [targets.Arn]);
        return (group, targets, Account.AddInstance(autoScalingGroup: group.Name, targetGroups: [targets.Arn]).Id);
    }
}
