using System.Collections.Immutable;
using Remediator.Planning;

namespace Remediator.Remediations.Snapshots;

/// <summary>The EBS volumes of an instance, and the snapshots that this execution has of them.</summary>
/// <param name="State">EC2's word for the instance's state; null when there is no such instance.</param>
/// <param name="Snapshots">Value of the attribute <c>InstanceSnapshots</c>.</param>
public sealed record InstanceVolumes(string? State, ImmutableArray<string> Volumes, ImmutableDictionary<string, string> Tags, AttributeValue Snapshots);
