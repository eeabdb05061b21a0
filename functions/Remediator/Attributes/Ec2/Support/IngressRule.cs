using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.EC2.Model;

namespace Remediator.Attributes.Ec2Support;

/// <summary>One rule of a security group without its peer and its id.</summary>
/// <param name="Protocol">EC2's word or number; -1 for all.</param>
/// <param name="From">The first port, or the ICMP type; -1 for all.</param>
/// <param name="To">The last port, or the ICMP code; -1 for all.</param>
public sealed record IngressRule(string Protocol, int From, int To, string? Description, ImmutableSortedDictionary<string, string> Tags)
{
    public const string AllProtocols = "-1";

    /// <summary>For people.</summary>
    public string Ports => Protocol == AllProtocols ? "all traffic"
        : From < 0 ? Protocol
        : From == To ? string.Create(CultureInfo.InvariantCulture, $"{Protocol} {From}")
        : string.Create(CultureInfo.InvariantCulture, $"{Protocol} {From}-{To}");

    public static IngressRule Of(SecurityGroupRule found) => new(
        found.IpProtocol,
        found.FromPort ?? -1,
        found.ToPort ?? -1,
        string.IsNullOrEmpty(found.Description) ? null : found.Description,
        (found.Tags ?? []).ToImmutableSortedDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));

    public static IngressRule Of(JsonObject node) => new(
        node["protocol"]!.GetValue<string>(),
        node["from"]!.GetValue<int>(),
        node["to"]!.GetValue<int>(),
        node["description"]?.GetValue<string>(),
        (node["tags"]?.AsObject() ?? []).ToImmutableSortedDictionary(t => t.Key, t => t.Value!.GetValue<string>(), StringComparer.Ordinal));

    public JsonObject ToNode()
    {
        var node = new JsonObject { ["protocol"] = Protocol, ["from"] = From, ["to"] = To };
        if (Description is not null)
        {
            node["description"] = Description;
        }

        if (Tags.Count > 0)
        {
            node["tags"] = new JsonObject(Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)JsonValue.Create(t.Value))));
        }

        return node;
    }

    public bool IsSameAs(IngressRule other) =>
        (Protocol, From, To, Description) == (other.Protocol, other.From, other.To, other.Description) && Tags.SequenceEqual(other.Tags);

    public IpPermission ToPermission(string cidr)
    {
        var isV6 = cidr.Contains(':', StringComparison.Ordinal);
        return new IpPermission
        {
            IpProtocol = Protocol,
            FromPort = Protocol == AllProtocols ? null : From,
            ToPort = Protocol == AllProtocols ? null : To,
            Ipv4Ranges = isV6 ? null : [new IpRange { CidrIp = cidr, Description = Description }],
            Ipv6Ranges = isV6 ? [new Ipv6Range { CidrIpv6 = cidr, Description = Description }] : null,
        };
    }
}
