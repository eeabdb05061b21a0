using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None so far: nobody reads the object, investigators neither.</summary>
public sealed record QuarantineObjectOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(QuarantineObjectOptions))]
internal sealed partial class QuarantineObjectJsonContext : JsonSerializerContext;
