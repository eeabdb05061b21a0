using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>A running instance with its interfaces and volumes.</summary>
    /// <param name="interfaces">How many; the first is the primary one.</param>
    /// <param name="groups">Security groups of every interface; the VPC's default group if none.</param>
    /// <param name="role">Name of a role; it comes into being with an instance profile of the same name if it doesn't exist.</param>
    /// <param name="elasticIp">Gives the primary interface an Elastic IP address.</param>
    /// <param name="autoScalingGroup">Name of an existing group that it is in service of.</param>
    /// <param name="targetGroups">ARNs of existing target groups that it is registered with, by id or by primary address.</param>
    public Instance AddInstance(
        string? id = null,
        string? vpc = null,
        int interfaces = 1,
        IReadOnlyList<string>? groups = null,
        bool spot = false,
        string? role = null,
        Tags? tags = null,
        int volumes = 1,
        bool elasticIp = false,
        string? autoScalingGroup = null,
        IEnumerable<string>? targetGroups = null,
        string? region = null)
    {
        var here = Here(region);
        var home = vpc is null ? DefaultVpc(region) : here.Vpcs[vpc];
        var subnet = here.Subnets.Values.First(s => s.VpcId == home.Id);
        var instance = new Instance
        {
            Id = id ?? _world.Ec2Id("i"),
            VpcId = home.Id,
            SubnetId = subnet.Id,
            AvailabilityZone = subnet.AvailabilityZone,
            Spot = spot,
            LaunchTime = _world.Clock.GetUtcNow(),
            Tags = tags ?? [],
        };
        here.Instances[instance.Id] = instance;
        for (var i = 0; i < interfaces; i++)
        {
            AddNetworkInterface(instance.Id, groups, region: region);
        }

        for (var i = 0; i < volumes; i++)
        {
            var volume = new Volume { Id = _world.Ec2Id("vol"), AvailabilityZone = subnet.AvailabilityZone };
            here.Volumes[volume.Id] = volume;
            instance.BlockDevices.Add(new BlockDevice { DeviceName = i == 0 ? "/dev/xvda" : $"/dev/sd{(char)('e' + i)}", VolumeId = volume.Id });
        }

        if (role is not null)
        {
            var profile = ProfileOf(role);
            var association = new ProfileAssociation { Id = _world.Ec2Id("iip-assoc"), InstanceId = instance.Id, ProfileArn = profile.Arn, ProfileId = profile.Id };
            here.ProfileAssociations[association.Id] = association;
        }

        var primary = here.InterfacesOf(instance.Id)[0];
        if (elasticIp)
        {
            var address = AddElasticIp(region: region);
            (address.AssociationId, address.NetworkInterfaceId, address.PrivateIp) = (_world.Ec2Id("eipassoc"), primary.Id, primary.PrivateIp);
        }

        if (autoScalingGroup is not null)
        {
            here.AutoScalingGroups[autoScalingGroup].Members[instance.Id] = new ScalingMember();
        }

        foreach (var group in (targetGroups ?? []).Select(g => here.TargetGroups[g]))
        {
            group.Targets.Add(new LoadBalancerTarget(group.TargetType == "ip" ? primary.PrivateIp : instance.Id, group.Port, group.TargetType == "ip" ? subnet.AvailabilityZone : null));
        }

        return instance;
    }

    /// <summary>One more interface, attached to an instance or to nothing.</summary>
    /// <param name="requesterId">The AWS service that made it: nobody else may change it.</param>
    public NetworkInterface AddNetworkInterface(
        string? instanceId = null, IReadOnlyList<string>? groups = null, string? id = null, string? requesterId = null, string type = "interface", string? region = null, string? vpc = null)
    {
        var here = Here(region);
        var home = vpc is not null ? here.Vpcs[vpc] : instanceId is null ? DefaultVpc(region) : here.Vpcs[here.Instances[instanceId].VpcId];
        var subnet = here.Subnets.Values.First(s => s.VpcId == home.Id);
        var address = _world.Next("privateIp") + 9;
        var added = new NetworkInterface
        {
            Id = id ?? _world.Ec2Id("eni"),
            VpcId = home.Id,
            SubnetId = subnet.Id,
            AvailabilityZone = subnet.AvailabilityZone,
            PrivateIp = $"10.0.{address / 256}.{address % 256}",
            Ipv6 = home.Ipv6Cidr is null ? null : $"2001:db8:1234:1a00::{address:x}",
            RequesterId = requesterId,
            Type = type,
            Groups = new SortedSet<string>(groups ?? [here.SecurityGroups.Values.First(g => g.VpcId == home.Id && g.Name == "default").Id], StringComparer.Ordinal),
            Attachment = instanceId is null ? null
                : new Attachment { Id = _world.Ec2Id("eni-attach"), InstanceId = instanceId, DeviceIndex = here.InterfacesOf(instanceId).Count, DeleteOnTermination = here.InterfacesOf(instanceId).Count == 0 },
        };
        here.NetworkInterfaces[added.Id] = added;
        return added;
    }

    /// <summary>A target group; instances join it when they are added.</summary>
    public TargetGroup AddTargetGroup(string name, string targetType = "instance", int port = 80, string? vpc = null, string? region = null)
    {
        var here = Here(region);
        var arn = World.Arn("elasticloadbalancing", here.Name, Id, $"targetgroup/{name}/{_world.Next("targetgroup"):x16}");
        var group = new TargetGroup { Name = name, Arn = arn, VpcId = vpc ?? DefaultVpc(region).Id, TargetType = targetType, Port = port };
        group.LoadBalancerArns.Add(World.Arn("elasticloadbalancing", here.Name, Id, $"loadbalancer/app/{name}/{_world.Next("loadbalancer"):x16}"));
        here.TargetGroups[arn] = group;
        return group;
    }

    public AutoScalingGroup AddAutoScalingGroup(string name, int min = 1, int max = 4, int desired = 2, IEnumerable<string>? targetGroups = null, string? region = null)
    {
        var here = Here(region);
        var arn = World.Arn("autoscaling", here.Name, Id, $"autoScalingGroup:00000000-0000-4000-8000-{_world.Next("asg"):D12}:autoScalingGroupName/{name}");
        var group = new AutoScalingGroup { Name = name, Arn = arn, MinSize = min, MaxSize = max, DesiredCapacity = desired };
        group.TargetGroupArns.UnionWith(targetGroups ?? []);
        here.AutoScalingGroups[name] = group;
        return group;
    }
}
