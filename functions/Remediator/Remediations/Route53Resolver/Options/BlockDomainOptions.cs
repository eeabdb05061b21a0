using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Options of the step <c>block-domain</c>.</summary>
public sealed record BlockDomainOptions
{
    /// <summary>Name of the domain list.</summary>
    [Description("Name of the Route 53 Resolver DNS Firewall domain list that your rule groups block; it must exist in each account and Region where the playbook acts.")]
    [RegularExpression("^[A-Za-z0-9_' -]{1,64}$")]
    [JsonRequired]
    public string List { get; set; } = "";

    /// <summary>Domains that are never blocked, with all below them.</summary>
    [Description("Domains that are never blocked whatever a finding says, nor what is below them.")]
    public ImmutableSortedSet<string> Except { get; set; } = [];

    public bool Equals(BlockDomainOptions? other) => other is not null && List == other.List && Except.SetEquals(other.Except);

    public override int GetHashCode() => HashCode.Combine(List, Except.Count);
}

/// <summary>What the plan depends on.</summary>
/// <param name="ListId">Null when there is no list of that name.</param>
/// <param name="Entries">Value of the attribute <c>FirewallDomain</c>.</param>
/// <param name="Enforced">Whether a rule of the instance's VPC blocks the list; null when that could not be read.</param>
/// <param name="Tags">Tags of the resource that the finding is about.</param>
public sealed record DomainListFacts(string? ListId, AttributeValue Entries, bool? Enforced, ImmutableDictionary<string, string> Tags);

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BlockDomainOptions))]
internal sealed partial class BlockDomainJsonContext : JsonSerializerContext;
