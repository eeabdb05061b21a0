using System.Collections.Immutable;
using Remediator.Remediations.Isolation;

namespace Remediator.Remediations.Stopping;

/// <summary>What a stop depends on.</summary>
/// <param name="State">EC2's word; null when there is no such instance.</param>
/// <param name="StopProtected">Somebody has forbidden the API to stop it.</param>
/// <param name="CanBeStopped">Its root device is a volume, which outlives a stop.</param>
public sealed record StoppableInstance(
    string? State, bool StopProtected, bool CanBeStopped, AutoScalingFacts? AutoScaling, ImmutableDictionary<string, string> Tags);
