using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.Runtime.Generated;

/// <summary>Base of every generated service's configuration.</summary>
public abstract class GeneratedClientConfig : ClientConfig
{
    private static readonly GeneratedEndpointResolver Resolver = new();
    private readonly ServiceDescription _service;

    protected GeneratedClientConfig(ServiceDescription service) : base(DefaultConfigurationModes.Provider)
    {
        ArgumentNullException.ThrowIfNull(service);
        _service = service;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = service.Endpoints;
        UserAgent = InternalSDKUtils.BuildUserAgentString(service.ServiceId, "4.0.0.0");
    }

    public override string RegionEndpointServiceName => _service.EndpointPrefix;

    public override string ServiceVersion => _service.ApiVersion;

    public override string UserAgent { get; }

    internal ServiceDescription Service => _service;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        var request = new DefaultRequest(parameters.Request, ServiceId) { AlternateEndpoint = parameters.AlternateEndpoint };
        var context = new RequestContext(false) { ClientConfig = this, OriginalRequest = parameters.Request, Request = request };
        return Resolver.GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(context, null));
    }
}
