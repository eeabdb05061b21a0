using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: a secret rotates as it is set up to.</summary>
public sealed record RotateSecretOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RotateSecretOptions))]
internal sealed partial class RotateSecretJsonContext : JsonSerializerContext;
