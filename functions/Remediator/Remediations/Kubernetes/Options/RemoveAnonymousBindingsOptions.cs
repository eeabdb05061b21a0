using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of remove-anonymous-bindings: none.</summary>
public sealed record RemoveAnonymousBindingsOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RemoveAnonymousBindingsOptions))]
internal sealed partial class RemoveAnonymousBindingsJsonContext : JsonSerializerContext;
