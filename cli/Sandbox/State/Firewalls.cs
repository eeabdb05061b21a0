namespace Remediator.Cli.Sandbox.State;

/// <summary>An AWS WAF IP set.</summary>
public sealed class WafIpSet
{
    public required string Name { get; init; }

    public required string Id { get; init; }

    public required string Arn { get; init; }

    public string Version { get; init; } = "IPV4";

    public SortedSet<string> Addresses { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Another one after each write.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int LockToken { get; set; }
}

/// <summary>A stateful rule group of Network Firewall.</summary>
public sealed class FirewallRuleGroup
{
    public required string Name { get; init; }

    /// <summary>In Suricata's form; null for a group of another form.</summary>
    public string? Rules { get; set; } = "pass ip 192.0.2.1 any -> any any (sid:1;)";

    public string? Description { get; set; }

    public int Capacity { get; init; } = 100;

    /// <summary>Definitions of the variable HOME_NET.</summary>
    public SortedSet<string> HomeNet { get; set; } = new(StringComparer.Ordinal);

    public Tags Tags { get; init; } = [];

    /// <summary>Another one after each write.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Token { get; set; }
}

/// <summary>A prefix list; AWS's own have the owner AWS.</summary>
public sealed class PrefixList : ITagged
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string OwnerId { get; init; }

    /// <summary>"IPv4" or "IPv6".</summary>
    public string AddressFamily { get; init; } = "IPv4";

    public int MaxEntries { get; init; } = 10;

    [System.Text.Json.Serialization.JsonIgnore]
    public int Version { get; set; } = 1;

    /// <summary>Descriptions by CIDR.</summary>
    public Table<string> Entries { get; } = [];

    public Tags Tags { get; init; } = [];
}

/// <summary>A domain list of Route 53 Resolver DNS Firewall, and the VPCs whose rules block it.</summary>
public sealed class DomainList
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public SortedSet<string> Domains { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> BlockedIn { get; } = new(StringComparer.Ordinal);
}
