using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None so far: every statement that lets everybody in goes.</summary>
public sealed record ClosePublicRepositoryOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ClosePublicRepositoryOptions))]
internal sealed partial class ClosePublicRepositoryJsonContext : JsonSerializerContext;
