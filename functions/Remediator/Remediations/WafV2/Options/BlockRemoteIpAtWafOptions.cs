using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Options of the step <c>block-remote-ip-at-waf</c>.</summary>
public sealed record BlockRemoteIpAtWafOptions : IBlockOptions
{
    /// <summary>Name of the IP set.</summary>
    [Description("Name of the regional AWS WAF IP set that your web ACLs block; it must exist in each account and Region where the playbook acts.")]
    [RegularExpression("^[A-Za-z0-9_-]{1,128}$")]
    [JsonRequired]
    public string IpSet { get; set; } = "";

    /// <summary>Ranges that are never blocked.</summary>
    [Description("Ranges that are never blocked whatever a finding says (your offices, partners, scanners), as CIDR.")]
    public ImmutableSortedSet<string> Except { get; set; } = [];

    public bool Equals(BlockRemoteIpAtWafOptions? other) => other is not null && IpSet == other.IpSet && Except.SetEquals(other.Except);

    public override int GetHashCode() => HashCode.Combine(IpSet, Except.Count);
}

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BlockRemoteIpAtWafOptions))]
internal sealed partial class BlockRemoteIpAtWafJsonContext : JsonSerializerContext;
