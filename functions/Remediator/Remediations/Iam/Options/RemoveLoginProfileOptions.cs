using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: there is one password, and it is deleted.</summary>
public sealed record RemoveLoginProfileOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RemoveLoginProfileOptions))]
internal sealed partial class RemoveLoginProfileJsonContext : JsonSerializerContext;
