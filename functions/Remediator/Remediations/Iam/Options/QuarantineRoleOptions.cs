using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of quarantine-role; the sessions are cut in any case.</summary>
public sealed record QuarantineRoleOptions
{
    /// <summary>Whether the trust policy is replaced by one that lets nobody assume the role.</summary>
    [Description("Whether the trust policy is replaced by one that lets nobody assume the role.")]
    public bool Trust { get; set; } = true;

    /// <summary>Whether AWS's policy AWSDenyAll becomes the role's permissions boundary.</summary>
    [Description("Whether AWS's policy AWSDenyAll becomes the role's permissions boundary.")]
    public bool Boundary { get; set; } = true;
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(QuarantineRoleOptions))]
internal sealed partial class QuarantineRoleJsonContext : JsonSerializerContext;
