using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Remediator.Remediations;

/// <summary>Options of find-persistence.</summary>
public sealed record FindPersistenceOptions
{
    /// <summary>How far back to look; CloudTrail keeps 90 days.</summary>
    [Description("How many hours back to look; CloudTrail keeps 90 days.")]
    [Range(1, 2160)]
    public int Hours { get; set; } = 24;
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(FindPersistenceOptions))]
internal sealed partial class FindPersistenceJsonContext : JsonSerializerContext;
