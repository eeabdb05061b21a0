using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.Runtime.Generated;

/// <summary>AWS's standard rule, prefix[-fips].region.suffix, with the service's deviations from it.</summary>
public sealed class StandardEndpoints(string prefix, params EndpointDeviation[] deviations) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var fips = parameters["UseFIPS"] is true;
        var dualStack = parameters["UseDualStack"] is true;
        if (parameters["Region"] is not string region)
            throw new AmazonClientException("Invalid configuration: no Region is set (AWS_REGION, the profile, or the client's RegionEndpoint).");
        if (parameters["Endpoint"] is string custom)
            return fips || dualStack
                ? throw new AmazonClientException("Invalid configuration: a custom endpoint can't be combined with FIPS or dual stack.")
                : SignedEndpoint.For(custom, region);

        // Not the partitions of the rule engine: those compile a regular expression each.
        var known = RegionEndpoint.GetBySystemName(region);
        foreach (var deviation in deviations)
            if (deviation.Covers(known.PartitionName, fips, dualStack))
                return deviation.Resolve(region);
        var suffix = dualStack ? Fn.Partition(region).dualStackDnsSuffix : known.PartitionDnsSuffix;
        return new Endpoint($"https://{prefix}{(fips ? "-fips" : "")}.{region}.{suffix}");
    }
}
