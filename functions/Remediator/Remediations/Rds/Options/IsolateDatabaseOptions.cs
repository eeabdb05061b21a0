using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None so far: all its groups give way to the quarantine group.</summary>
public sealed record IsolateDatabaseOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IsolateDatabaseOptions))]
internal sealed partial class IsolateDatabaseJsonContext : JsonSerializerContext;
