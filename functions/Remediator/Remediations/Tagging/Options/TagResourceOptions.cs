using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of tag-resource.</summary>
public sealed record TagResourceOptions
{
    /// <summary>The tags to set; at least one.</summary>
    [Description("The tags to set; at least one.")]
    [JsonRequired]
    public ImmutableSortedDictionary<string, string> Tags { get; set; } = ImmutableSortedDictionary<string, string>.Empty;
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TagResourceOptions))]
internal sealed partial class TagResourceJsonContext : JsonSerializerContext;
