using System.Net;
using System.Net.Sockets;

namespace Remediator.Attributes.Ec2Support;

/// <summary>An address of the Internet that can be denied: never one of a private network or of the host itself.</summary>
public sealed record RemoteAddress(IPAddress Address)
{
    /// <summary>What no rule is ever made for: https://www.iana.org/assignments/iana-ipv4-special-registry, and the IPv6 one.</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(s => IPNetwork.Parse(s)),
    ];

    public bool IsV6 => Address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>The address alone: <c>203.0.113.7/32</c>, <c>2001:db8::7/128</c>.</summary>
    public string Cidr => $"{Address}/{(IsV6 ? 128 : 32)}";

    /// <summary>Null for what is not one address of the Internet.</summary>
    public static RemoteAddress? Parse(string? text) =>
        IPAddress.TryParse(text, out var address) && text.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':') && !address.IsIPv4MappedToIPv6 && !Array.Exists(Special, s => s.Contains(address))
            && (address.AddressFamily != AddressFamily.InterNetwork || text.Count(c => c == '.') == 3)
            ? new RemoteAddress(address)
            : null;

    /// <summary>Whether the address lies in a range; false for a range that can't be read.</summary>
    public bool IsIn(string? cidr) => IPNetwork.TryParse(cidr, out var range) && range.Contains(Address);
}
