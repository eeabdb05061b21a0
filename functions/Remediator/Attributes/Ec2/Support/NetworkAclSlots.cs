using Amazon.EC2;
using Amazon.EC2.Model;

namespace Remediator.Attributes.Ec2Support;

/// <summary>Where in the list of a network ACL an address is denied, or could be: entries are evaluated by number, and the first that matches decides.</summary>
internal sealed class NetworkAclSlots(IEnumerable<NetworkAclEntry> entries, RemoteAddress address, bool egress)
{
    private const string AllProtocols = "-1";

    private readonly List<NetworkAclEntry> _entries = [.. entries.Where(e => e.Egress == egress).OrderBy(e => e.RuleNumber)];

    /// <summary>Whether all traffic of the address is denied before anything of it is allowed.</summary>
    public bool IsDenied => _entries.Find(e => e.RuleNumber < FirstAllowed && IsDeny(e) && address.IsIn(Range(e))) is not null;

    /// <summary>Numbers of the entries that deny this address and no other.</summary>
    public IEnumerable<int> Own => _entries.Where(e => IsDeny(e) && Range(e) == address.Cidr).Select(e => e.RuleNumber!.Value);

    /// <summary>The lowest number that is free and comes before anything of the address is allowed; null when there is none.</summary>
    public int? Free => Enumerable.Range(1, FirstAllowed - 1).Cast<int?>().FirstOrDefault(n => !_entries.Exists(e => e.RuleNumber == n));

    private int FirstAllowed => _entries.Find(e => e.RuleAction == RuleAction.Allow && address.IsIn(Range(e)))?.RuleNumber ?? short.MaxValue;

    private string? Range(NetworkAclEntry entry) => address.IsV6 ? entry.Ipv6CidrBlock : entry.CidrBlock;

    private static bool IsDeny(NetworkAclEntry entry) => entry.RuleAction == RuleAction.Deny && entry.Protocol == AllProtocols;
}
