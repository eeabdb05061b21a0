using Amazon.Runtime.Endpoints;

namespace Amazon.Runtime.Generated;

/// <summary>Region, UseFIPS, UseDualStack and Endpoint: the parameters that every service shares.</summary>
internal sealed class StandardEndpointParameters : EndpointParameters;
