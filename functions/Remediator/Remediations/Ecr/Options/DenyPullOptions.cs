using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None so far: every image of the repository, for everybody.</summary>
public sealed record DenyPullOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DenyPullOptions))]
internal sealed partial class DenyPullJsonContext : JsonSerializerContext;
