using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: an address is public or it is not.</summary>
public sealed record MakeDatabasePrivateOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(MakeDatabasePrivateOptions))]
internal sealed partial class MakeDatabasePrivateJsonContext : JsonSerializerContext;
