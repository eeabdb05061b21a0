using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>A VPC with its default group and network ACL, and one subnet.</summary>
    public Vpc AddVpc(string? id = null, string cidr = "10.0.0.0/16", bool ipv6 = false, Tags? tags = null, string? region = null)
    {
        var here = Here(region);
        var vpc = new Vpc { Id = id ?? _world.Ec2Id("vpc"), Cidr = cidr, Ipv6Cidr = ipv6 ? "2001:db8:1234:1a00::/56" : null, IsDefault = here.Vpcs.Count == 0, Tags = tags ?? [] };
        here.Vpcs[vpc.Id] = vpc;
        var subnet = new Subnet { Id = _world.Ec2Id("subnet"), VpcId = vpc.Id, Cidr = cidr.Replace(".0.0/16", ".0.0/24", StringComparison.Ordinal), AvailabilityZone = here.Name + "a" };
        here.Subnets[subnet.Id] = subnet;
        AddSecurityGroup("default", vpc.Id, "default VPC security group", region: region);
        var acl = new NetworkAcl { Id = _world.Ec2Id("acl"), VpcId = vpc.Id, IsDefault = true };
        acl.Subnets[_world.Ec2Id("aclassoc")] = subnet.Id;
        foreach (var egress in new[] { false, true })
        {
            foreach (var (number, action) in new[] { (100, "allow"), (NetworkAclEntry.Last, "deny") })
            {
                var entry = new NetworkAclEntry(egress, number, "-1", action, "0.0.0.0/0", null, null, null);
                acl.Entries[entry.Key] = entry;
            }
        }

        here.NetworkAcls[acl.Id] = acl;
        return vpc;
    }

    /// <summary>A security group; with the rules that AWS gives a new one if none are named.</summary>
    public SecurityGroup AddSecurityGroup(
        string name, string? vpc = null, string description = "Seeded", string? id = null, Tags? tags = null, IEnumerable<SecurityGroupRule>? rules = null, string? region = null)
    {
        var here = Here(region);
        var home = vpc is null ? DefaultVpc(region) : here.Vpcs[vpc];
        var group = new SecurityGroup { Id = id ?? _world.Ec2Id("sg"), Name = name, Description = description, VpcId = home.Id, Tags = tags ?? [] };
        foreach (var rule in rules ?? SecurityGroupRule.Defaults(home))
        {
            group.Rules[_world.Ec2Id("sgr")] = rule;
        }

        here.SecurityGroups[group.Id] = group;
        return group;
    }

    /// <summary>An allocated Elastic IP address, associated with nothing.</summary>
    public ElasticAddress AddElasticIp(string? publicIp = null, string? region = null)
    {
        var address = new ElasticAddress { AllocationId = _world.Ec2Id("eipalloc"), PublicIp = publicIp ?? $"198.51.100.{_world.Next("publicIp")}" };
        Here(region).Addresses[address.AllocationId] = address;
        return address;
    }

    private SandboxRegion Here(string? region) => Region(region ?? _world.Options.Region);

    private Vpc DefaultVpc(string? region) => Here(region).Vpcs.Values.FirstOrDefault() ?? AddVpc(region: region);
}
