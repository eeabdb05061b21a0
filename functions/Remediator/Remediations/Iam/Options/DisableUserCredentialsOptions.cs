using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None so far: every credential of the three kinds is disabled.</summary>
public sealed record DisableUserCredentialsOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DisableUserCredentialsOptions))]
internal sealed partial class DisableUserCredentialsJsonContext : JsonSerializerContext;
