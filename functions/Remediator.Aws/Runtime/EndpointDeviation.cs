using Amazon.Runtime.Endpoints;

namespace Amazon.Runtime.Generated;

/// <summary>One partition's deviation from the standard endpoint rule: a global host, or a name of its own.</summary>
/// <param name="Host">The host; {region} stands for the Region.</param>
/// <param name="SigningRegion">The Region to sign for, where it isn't the one called.</param>
public sealed record EndpointDeviation(string Partition, bool Fips, bool DualStack, string Host, string? SigningRegion = null)
{
    internal bool Covers(string partition, bool fips, bool dualStack) =>
        Partition == partition && Fips == fips && DualStack == dualStack;

    internal Endpoint Resolve(string region)
    {
        var url = "https://" + Host.Replace("{region}", region, StringComparison.Ordinal);
        return SigningRegion is null ? new Endpoint(url) : SignedEndpoint.For(url, SigningRegion);
    }
}
