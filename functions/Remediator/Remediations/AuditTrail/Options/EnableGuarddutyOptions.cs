using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: the detector keeps its own settings.</summary>
public sealed record EnableGuarddutyOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EnableGuarddutyOptions))]
internal sealed partial class EnableGuarddutyJsonContext : JsonSerializerContext;
