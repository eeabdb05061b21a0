using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>None: a member account needs no credentials of its root user.</summary>
public sealed record DeleteRootCredentialsOptions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DeleteRootCredentialsOptions))]
internal sealed partial class DeleteRootCredentialsJsonContext : JsonSerializerContext;
