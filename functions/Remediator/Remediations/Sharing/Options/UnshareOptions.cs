using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of the remediations that end the sharing of a copy of data.</summary>
public sealed record UnshareOptions
{
    /// <summary>Accounts, or ARNs of an organization, that it stays shared with.</summary>
    [Description("Accounts, or ARNs of an organization, that it stays shared with.")]
    public ImmutableArray<string> Keep { get; set; } = [];
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(UnshareOptions))]
internal sealed partial class UnshareJsonContext : JsonSerializerContext;
