using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: all four flags, or some bucket stays reachable by one of the ways.</summary>
public sealed record BlockPublicAccountOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BlockPublicAccountOptions))]
internal sealed partial class BlockPublicAccountJsonContext : JsonSerializerContext;
