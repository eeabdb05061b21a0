using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Remediator.Planning;

namespace Remediator.Remediations.Snapshots;

/// <summary>None: always all volumes, at one point in time.</summary>
public sealed record SnapshotVolumesOptions;

/// <summary>The EBS volumes of an instance, and the snapshots that this execution has of them.</summary>
/// <param name="State">EC2's word for the instance's state; null when there is no such instance.</param>
/// <param name="Snapshots">Value of the attribute <c>InstanceSnapshots</c>.</param>
public sealed record InstanceVolumes(string? State, ImmutableArray<string> Volumes, ImmutableDictionary<string, string> Tags, AttributeValue Snapshots);

/// <summary>JSON metadata of the options.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SnapshotVolumesOptions))]
internal sealed partial class SnapshotVolumesJsonContext : JsonSerializerContext;
