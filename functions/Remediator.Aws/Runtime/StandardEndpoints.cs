using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.Runtime.Generated;

/// <summary>AWS's standard rule, prefix[-fips].region.suffix, with the service's deviations from it.</summary>
public sealed class StandardEndpoints(string prefix, params EndpointException[] exceptions) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var fips = parameters["UseFIPS"] is true;
        var dualStack = parameters["UseDualStack"] is true;
        if (parameters["Endpoint"] is string custom)
            return fips || dualStack
                ? throw new AmazonClientException("Invalid configuration: a custom endpoint can't be combined with FIPS or dual stack.")
                : new Endpoint(custom);
        if (parameters["Region"] is not string region)
            throw new AmazonClientException("Invalid configuration: no Region is set (AWS_REGION, the profile, or the client's RegionEndpoint).");

        var partition = Fn.Partition(region);
        foreach (var exception in exceptions)
            if (exception.Covers(partition.name, fips, dualStack))
                return exception.Resolve(region);
        var suffix = dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return new Endpoint($"https://{prefix}{(fips ? "-fips" : "")}.{region}.{suffix}");
    }
}
