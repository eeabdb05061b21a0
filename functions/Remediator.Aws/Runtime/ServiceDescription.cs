using Amazon.Runtime.Endpoints;

namespace Amazon.Runtime.Generated;

/// <summary>What the service's model says about the service as a whole.</summary>
public sealed record ServiceDescription(
    string ServiceId, string EndpointPrefix, string SigningName, string ApiVersion, IEndpointProvider Endpoints);
