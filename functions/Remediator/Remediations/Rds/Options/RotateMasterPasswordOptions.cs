using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: RDS chooses the new password.</summary>
public sealed record RotateMasterPasswordOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RotateMasterPasswordOptions))]
internal sealed partial class RotateMasterPasswordJsonContext : JsonSerializerContext;
