using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    public WafIpSet AddIpSet(string name, string version = "IPV4", string? region = null)
    {
        var here = Here(region);
        var id = $"00000000-0000-4000-8000-{_world.Next("ipset"):D12}";
        return here.IpSets[id] = new WafIpSet { Name = name, Id = id, Version = version, Arn = World.Arn("wafv2", here.Name, Id, $"regional/ipset/{name}/{id}") };
    }

    public PrefixList AddPrefixList(string name, string addressFamily = "IPv4", string? owner = null, string? region = null)
    {
        var list = new PrefixList { Id = _world.Ec2Id("pl"), Name = name, AddressFamily = addressFamily, OwnerId = owner ?? Id };
        return Here(region).PrefixLists[list.Id] = list;
    }

    /// <summary>A domain list that a rule group of these VPCs blocks.</summary>
    public DomainList AddDomainList(string name, IEnumerable<string>? blockedIn = null, string? region = null)
    {
        var list = new DomainList { Id = _world.Ec2Id("rslvr-fdl"), Name = name };
        list.BlockedIn.UnionWith(blockedIn ?? []);
        return Here(region).DomainLists[list.Id] = list;
    }
}
