using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Remediator.Planning;

namespace Remediator.Remediations.Metadata;

/// <summary>Options of the step <c>require-imdsv2</c>.</summary>
public sealed record RequireImdsv2Options
{
    /// <summary>The most hops that an answer may take; left as it is when not given.</summary>
    [Description("The most network hops that an answer of the metadata service may take; 1 keeps containers on the instance from it. Left as it is when not given.")]
    [Range(1, 64)]
    public int? HopLimit { get; set; }
}

/// <summary>What the plan depends on.</summary>
/// <param name="State">EC2's word; null when there is no such instance.</param>
/// <param name="IsReachable">The metadata service is switched on at all.</param>
public sealed record MetadataFacts(string? State, bool IsReachable, string Tokens, int HopLimit, ImmutableDictionary<string, string> Tags)
{
    public AttributeValue Value => Attributes.InstanceMetadataAccess.Value(Tokens, HopLimit);
}

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RequireImdsv2Options))]
internal sealed partial class RequireImdsv2JsonContext : JsonSerializerContext;
