namespace Remediator.Tools.ClientGenerator.Services;

/// <summary>A partition's host of a service that the standard endpoint rule doesn't yield.</summary>
public sealed record EndpointManifest(
    string Partition, string Host, bool Fips = false, bool DualStack = false, string? SigningRegion = null);
