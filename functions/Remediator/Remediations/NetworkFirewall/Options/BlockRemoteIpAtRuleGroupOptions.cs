using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Remediator.Remediations.Blocking;

namespace Remediator.Remediations;

/// <summary>Options of the step <c>block-remote-ip-at-rule-group</c>.</summary>
public sealed record BlockRemoteIpAtRuleGroupOptions : IBlockOptions
{
    /// <summary>Name of the rule group.</summary>
    [Description("Name of the stateful Network Firewall rule group with Suricata rules, made for blocking; it must exist in each account and Region where the playbook acts.")]
    [RegularExpression("^[A-Za-z0-9-]{1,128}$")]
    [JsonRequired]
    public string RuleGroup { get; set; } = "";

    /// <summary>Ranges that are never blocked.</summary>
    [Description("Ranges that are never blocked whatever a finding says (your offices, partners, scanners), as CIDR.")]
    public ImmutableSortedSet<string> Except { get; set; } = [];

    public bool Equals(BlockRemoteIpAtRuleGroupOptions? other) => other is not null && RuleGroup == other.RuleGroup && Except.SetEquals(other.Except);

    public override int GetHashCode() => HashCode.Combine(RuleGroup, Except.Count);
}

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BlockRemoteIpAtRuleGroupOptions))]
internal sealed partial class BlockRemoteIpAtRuleGroupJsonContext : JsonSerializerContext;
