using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of close-cluster-endpoint.</summary>
public sealed record CloseClusterEndpointOptions
{
    /// <summary>Who may still use the public endpoint.</summary>
    [Description("Address ranges (CIDR) that keep the public endpoint, as far as it is open to them now; without any, the endpoint is private only.")]
    public ImmutableArray<string> Allow { get; set; } = [];

    /// <summary>Whether private access is turned on where it is off.</summary>
    [Description("Whether private access is turned on where it is off: nodes reach their control plane by the public endpoint then. Otherwise such a cluster is left alone.")]
    public bool TurnOnPrivateAccess { get; set; } = true;

    public bool Equals(CloseClusterEndpointOptions? other) => other is not null && TurnOnPrivateAccess == other.TurnOnPrivateAccess && Allow.SequenceEqual(other.Allow);

    public override int GetHashCode() => HashCode.Combine(TurnOnPrivateAccess, Allow.Length);
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CloseClusterEndpointOptions))]
internal sealed partial class CloseClusterEndpointJsonContext : JsonSerializerContext;
