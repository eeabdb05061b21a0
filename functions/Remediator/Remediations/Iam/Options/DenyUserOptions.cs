using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None so far: a user is denied everything, or restrict-actions is the step to take.</summary>
public sealed record DenyUserOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DenyUserOptions))]
internal sealed partial class DenyUserJsonContext : JsonSerializerContext;
