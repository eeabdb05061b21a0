using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: what stood before says CloudTrail's event history.</summary>
public sealed record RestoreTrailSelectorsOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RestoreTrailSelectorsOptions))]
internal sealed partial class RestoreTrailSelectorsJsonContext : JsonSerializerContext;
