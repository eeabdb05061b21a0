using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: a user may sign in or may not.</summary>
public sealed record DisableCognitoUserOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DisableCognitoUserOptions))]
internal sealed partial class DisableCognitoUserJsonContext : JsonSerializerContext;
