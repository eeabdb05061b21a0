using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Of remediations that take none: one type for all, whose metadata is in the package once.</summary>
public sealed record NoOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NoOptions))]
internal sealed partial class NoOptionsJsonContext : JsonSerializerContext;
