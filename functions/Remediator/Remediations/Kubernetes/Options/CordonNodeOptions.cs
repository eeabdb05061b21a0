using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of cordon-node: none.</summary>
public sealed record CordonNodeOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CordonNodeOptions))]
internal sealed partial class CordonNodeJsonContext : JsonSerializerContext;
