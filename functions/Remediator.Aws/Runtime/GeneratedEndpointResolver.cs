using System.Net;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace Amazon.Runtime.Generated;

/// <summary>Maps the configuration to endpoint parameters and puts an operation's host prefix in front.</summary>
internal sealed class GeneratedEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = (ClientConfig)requestContext.ClientConfig;
        return new StandardEndpointParameters
        {
            ["Region"] = Region(requestContext, config),
            ["UseDualStack"] = config.UseDualstackEndpoint,
            ["UseFIPS"] = config.UseFIPSEndpoint,
            ["Endpoint"] = config.ServiceURL,
        };
    }

    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
        // An emulator on loopback has no wildcard name to put an account id in front of.
        if (!IsLocal(executionContext.RequestContext.ClientConfig.ServiceURL))
            InjectHostPrefix(executionContext.RequestContext);
    }

    private static string? Region(IRequestContext context, ClientConfig config)
    {
        var region = context.Request.AlternateEndpoint?.SystemName ?? config.RegionEndpoint?.SystemName;
        if (string.IsNullOrEmpty(config.ServiceURL))
            return region;
        if (!string.IsNullOrEmpty(config.AuthenticationRegion))
            return config.AuthenticationRegion;
        return region ?? RegionEndpoint.GetBySystemName(AWSSDKUtils.DetermineRegion(config.ServiceURL)).SystemName;
    }

    private static bool IsLocal(string? serviceUrl) =>
        Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url)
        && (url.IsLoopback || IPAddress.TryParse(url.DnsSafeHost, out _));
}
