using System.Collections.Immutable;
using Remediator.Attributes.Ec2Support;
using Remediator.Planning;

namespace Remediator.Remediations.Ports;

/// <summary>The security groups of the resource, with their rules.</summary>
/// <param name="Missing">Why there are none; null where there are.</param>
/// <param name="Tags">Tags of the resource that the finding is about.</param>
public sealed record ExposedGroups(string? Missing, ImmutableArray<GroupRules> Groups, ImmutableDictionary<string, string> Tags);

/// <param name="HasOtherPeers">Some ingress rules are for prefix lists, which may hold everybody too.</param>
public sealed record GroupRules(string Id, ImmutableArray<PeerRule> Rules, bool HasOtherPeers, ImmutableDictionary<string, string> Tags)
{
    /// <summary>The rules for one range.</summary>
    public IEnumerable<IngressRule> Of(string cidr) => Rules.Where(r => r.Cidr == cidr).Select(r => r.Rule);
}

public sealed record PeerRule(string Cidr, IngressRule Rule);
