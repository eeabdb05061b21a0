using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: AWS's default standards come with it.</summary>
public sealed record EnableSecurityHubOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EnableSecurityHubOptions))]
internal sealed partial class EnableSecurityHubJsonContext : JsonSerializerContext;
