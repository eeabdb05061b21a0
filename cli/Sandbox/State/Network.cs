using System.Globalization;
using System.Text.Json.Serialization;

namespace Remediator.Cli.Sandbox.State;

public sealed class Vpc : ITagged
{
    public required string Id { get; init; }

    public required string Cidr { get; init; }

    /// <summary>Null without IPv6.</summary>
    public string? Ipv6Cidr { get; init; }

    public bool IsDefault { get; init; }

    public Tags Tags { get; init; } = [];
}

public sealed class Subnet : ITagged
{
    public required string Id { get; init; }

    public required string VpcId { get; init; }

    public required string Cidr { get; init; }

    public required string AvailabilityZone { get; init; }

    public Tags Tags { get; init; } = [];
}

public sealed class NetworkAcl : ITagged
{
    public required string Id { get; init; }

    public required string VpcId { get; init; }

    public bool IsDefault { get; init; }

    /// <summary>By association id.</summary>
    public Table<string> Subnets { get; } = [];

    /// <summary>By direction and number.</summary>
    public SortedDictionary<string, NetworkAclEntry> Entries { get; } = new(StringComparer.Ordinal);

    public Tags Tags { get; init; } = [];
}

public sealed record NetworkAclEntry(bool Egress, int Number, string Protocol, string Action, string? Cidr, string? Ipv6Cidr, int? FromPort, int? ToPort)
{
    /// <summary>Number of the entry that ends every list and can't be removed; AWS shows it as *.</summary>
    public const int Last = 32767;

    /// <summary>Where it stands in its list.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Egress, Number);

    public static string KeyOf(bool egress, int number) => $"{(egress ? "egress" : "ingress")} {number.ToString("D5", CultureInfo.InvariantCulture)}";
}

/// <summary>An Elastic IP address.</summary>
public sealed class ElasticAddress : ITagged
{
    public required string AllocationId { get; init; }

    public required string PublicIp { get; init; }

    /// <summary>Null while it is associated with nothing.</summary>
    public string? AssociationId { get; set; }

    public string? NetworkInterfaceId { get; set; }

    public string? PrivateIp { get; set; }

    public Tags Tags { get; init; } = [];
}
