using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Remediator.Remediations.Isolation;

namespace Remediator.Remediations.Stopping;

/// <summary>None.</summary>
public sealed record StopInstanceOptions;

/// <summary>What a stop depends on.</summary>
/// <param name="State">EC2's word; null when there is no such instance.</param>
/// <param name="StopProtected">Somebody has forbidden the API to stop it.</param>
/// <param name="CanBeStopped">Its root device is a volume, which outlives a stop.</param>
public sealed record StoppableInstance(
    string? State, bool StopProtected, bool CanBeStopped, AutoScalingFacts? AutoScaling, ImmutableDictionary<string, string> Tags);

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StopInstanceOptions))]
internal sealed partial class StopInstanceJsonContext : JsonSerializerContext;
