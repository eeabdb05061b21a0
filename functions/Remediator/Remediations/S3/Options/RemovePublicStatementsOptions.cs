using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None so far: every statement that lets everybody in goes.</summary>
public sealed record RemovePublicStatementsOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RemovePublicStatementsOptions))]
internal sealed partial class RemovePublicStatementsJsonContext : JsonSerializerContext;
