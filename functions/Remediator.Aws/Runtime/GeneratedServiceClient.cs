using Amazon.Runtime.Internal;

namespace Amazon.Runtime.Generated;

/// <summary>Base of every generated client: AWSSDK.Core's pipeline with the generated marshalling in it.</summary>
public abstract class GeneratedServiceClient : AmazonServiceClient
{
    private readonly GeneratedServiceMetadata _metadata;

    protected GeneratedServiceClient(AWSCredentials credentials, GeneratedClientConfig config) : base(credentials, config) =>
        _metadata = new(config.Service.ServiceId);

    protected GeneratedServiceClient(GeneratedClientConfig config) : base(config) =>
        _metadata = new(config.Service.ServiceId);

    protected override IServiceMetadata ServiceMetadata => _metadata;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new GeneratedEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthResolver());
    }

    /// <summary>Calls an operation of a service that answers in XML.</summary>
    protected Task<TResponse> SendXmlAsync<TResponse>(
        AmazonWebServiceRequest request,
        Func<AmazonWebServiceRequest, IRequest> marshal,
        Func<WireResponse, AmazonWebServiceResponse> read,
        ExceptionFactory exceptions,
        CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse =>
        SendAsync<TResponse>(request, new()
        {
            RequestMarshaller = new OperationMarshaller(marshal),
            ResponseUnmarshaller = new XmlOperationUnmarshaller(read, exceptions),
        }, cancellationToken);

    /// <summary>Calls an operation of a service that answers in JSON.</summary>
    protected Task<TResponse> SendJsonAsync<TResponse>(
        AmazonWebServiceRequest request,
        Func<AmazonWebServiceRequest, IRequest> marshal,
        Func<WireResponse, AmazonWebServiceResponse> read,
        ExceptionFactory exceptions,
        CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse =>
        SendAsync<TResponse>(request, new()
        {
            RequestMarshaller = new OperationMarshaller(marshal),
            ResponseUnmarshaller = new JsonOperationUnmarshaller(read, exceptions),
        }, cancellationToken);

    /// <remarks>
    /// The pipeline is asked for the base class of all responses, and never for the operation's own: each of its dozen handlers is an
    /// async method that is generic over the response, so each class of response is some thirty more types for the runtime to load.
    /// </remarks>
    private async Task<TResponse> SendAsync<TResponse>(
        AmazonWebServiceRequest request, InvokeOptions options, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse =>
        (TResponse)await InvokeAsync<AmazonWebServiceResponse>(request, options, cancellationToken).ConfigureAwait(false);
}
