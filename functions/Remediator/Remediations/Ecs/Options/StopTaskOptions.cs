using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of stop-task.</summary>
public sealed record StopTaskOptions
{
    /// <summary>Whether the task's service is scaled to zero first; otherwise it starts another task in its place at once.</summary>
    [Description("Whether the task's service is scaled to zero first; otherwise it starts another task in its place at once.")]
    public bool ScaleService { get; set; } = true;
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StopTaskOptions))]
internal sealed partial class StopTaskJsonContext : JsonSerializerContext;
