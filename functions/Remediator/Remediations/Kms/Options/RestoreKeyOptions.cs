using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of restore-key.</summary>
public sealed record RestoreKeyOptions
{
    /// <summary>Whether the key is enabled too; a key whose deletion was cancelled is disabled.</summary>
    [Description("Whether the key is enabled too; a key whose deletion was cancelled is disabled.")]
    public bool Enable { get; set; } = true;
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RestoreKeyOptions))]
internal sealed partial class RestoreKeyJsonContext : JsonSerializerContext;
