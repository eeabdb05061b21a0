using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: the recorder keeps its own settings.</summary>
public sealed record StartConfigRecorderOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StartConfigRecorderOptions))]
internal sealed partial class StartConfigRecorderJsonContext : JsonSerializerContext;
