using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: what stood before says CloudTrail's event history.</summary>
public sealed record RestoreTrailSettingsOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RestoreTrailSettingsOptions))]
internal sealed partial class RestoreTrailSettingsJsonContext : JsonSerializerContext;
