using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Remediator.Planning;
using Remediator.Playbooks;

namespace Remediator.Remediations;

/// <summary>Options of the step <c>suspend-auto-scaling</c>.</summary>
public sealed record SuspendAutoScalingOptions
{
    /// <summary>Whether the group may go on terminating instances, which may be evidence.</summary>
    [Description("What stops: launching instances (the same image would be compromised the same way), or launching and terminating them (what runs is kept as evidence).")]
    public ScalingStop Stop { get; set; } = ScalingStop.Launch;
}

/// <summary>What an Auto Scaling group stops doing.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ScalingStop>))]
public enum ScalingStop
{
    /// <summary>No new instances.</summary>
    Launch,

    /// <summary>No new instances, and none is taken away.</summary>
    LaunchAndTerminate,
}

/// <summary>What the plan depends on.</summary>
/// <param name="Name">Name of the group; null when the resource is in none, or there is none.</param>
/// <param name="Suspended">Value of the attribute <c>ScalingProcesses</c>.</param>
/// <param name="GroupTags">Tags of the group.</param>
/// <param name="Tags">Tags of the resource that the finding is about.</param>
public sealed record ScalingFacts(
    string? Name, AttributeValue Suspended, ImmutableDictionary<string, string> GroupTags, ImmutableDictionary<string, string> Tags);

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SuspendAutoScalingOptions))]
internal sealed partial class SuspendAutoScalingJsonContext : JsonSerializerContext;
