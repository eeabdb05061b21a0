using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Remediator.Remediations.Blocking;

/// <summary>Options of the step <c>block-remote-ip-at-firewall</c>.</summary>
public sealed record BlockRemoteIpAtFirewallOptions : IBlockOptions
{
    /// <summary>Name of the prefix list.</summary>
    [Description("Name of the customer-managed prefix list that your Network Firewall rule groups refer to (an IP set reference) and drop; it must exist in each account and Region where the playbook acts.")]
    [RegularExpression("^[A-Za-z0-9_ -]{1,255}$")]
    [JsonRequired]
    public string PrefixList { get; set; } = "";

    /// <summary>Ranges that are never blocked.</summary>
    [Description("Ranges that are never blocked whatever a finding says (your offices, partners, scanners), as CIDR.")]
    public ImmutableSortedSet<string> Except { get; set; } = [];

    public bool Equals(BlockRemoteIpAtFirewallOptions? other) => other is not null && PrefixList == other.PrefixList && Except.SetEquals(other.Except);

    public override int GetHashCode() => HashCode.Combine(PrefixList, Except.Count);
}

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BlockRemoteIpAtFirewallOptions))]
internal sealed partial class BlockRemoteIpAtFirewallJsonContext : JsonSerializerContext;
