using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: the trail keeps its own settings.</summary>
public sealed record RestartCloudtrailOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RestartCloudtrailOptions))]
internal sealed partial class RestartCloudtrailJsonContext : JsonSerializerContext;
