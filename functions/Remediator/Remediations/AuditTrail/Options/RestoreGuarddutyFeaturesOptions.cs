using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: which features says the finding.</summary>
public sealed record RestoreGuarddutyFeaturesOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RestoreGuarddutyFeaturesOptions))]
internal sealed partial class RestoreGuarddutyFeaturesJsonContext : JsonSerializerContext;
