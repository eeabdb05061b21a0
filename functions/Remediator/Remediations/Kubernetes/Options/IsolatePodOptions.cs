using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of isolate-pod.</summary>
public sealed record IsolatePodOptions
{
    /// <summary>Whether the pod loses all other labels.</summary>
    [Description("Whether the pod loses all other labels: its controller starts another one in its place, services send it nothing, and network policies that select it by a label no longer allow it anything.")]
    public bool Detach { get; set; }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IsolatePodOptions))]
internal sealed partial class IsolatePodJsonContext : JsonSerializerContext;
