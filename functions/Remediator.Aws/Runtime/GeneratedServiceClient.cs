using Amazon.Runtime.Internal;

namespace Amazon.Runtime.Generated;

/// <summary>Base of every generated client: AWSSDK.Core's pipeline with the generated marshalling in it.</summary>
public abstract class GeneratedServiceClient : AmazonServiceClient
{
    private readonly GeneratedServiceMetadata _metadata;
    private readonly bool _synchronous;

    protected GeneratedServiceClient(AWSCredentials credentials, GeneratedClientConfig config) : base(credentials, config) =>
        (_metadata, _synchronous) = (new(config.Service.ServiceId), config.CompleteSynchronously);

    protected GeneratedServiceClient(GeneratedClientConfig config) : base(config) =>
        (_metadata, _synchronous) = (new(config.Service.ServiceId), config.CompleteSynchronously);

    protected override IServiceMetadata ServiceMetadata => _metadata;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new GeneratedEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthResolver());
    }

    /// <summary>Calls an operation of a service that answers in XML.</summary>
    protected Task<TResponse> SendXmlAsync<TRequest, TResponse>(
        TRequest request,
        Func<TRequest, IRequest> marshal,
        Func<WireResponse, TResponse> read,
        ExceptionFactory exceptions,
        CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        SendAsync<TResponse>(request, new()
        {
            RequestMarshaller = new OperationMarshaller<TRequest>(marshal),
            ResponseUnmarshaller = new XmlOperationUnmarshaller(read, exceptions),
        }, cancellationToken);

    /// <summary>Calls an operation of a service that answers in JSON.</summary>
    protected Task<TResponse> SendJsonAsync<TRequest, TResponse>(
        TRequest request,
        Func<TRequest, IRequest> marshal,
        Func<WireResponse, TResponse> read,
        ExceptionFactory exceptions,
        CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        SendAsync<TResponse>(request, new()
        {
            RequestMarshaller = new OperationMarshaller<TRequest>(marshal),
            ResponseUnmarshaller = new JsonOperationUnmarshaller(read, exceptions),
        }, cancellationToken);

    private Task<TResponse> SendAsync<TResponse>(
        AmazonWebServiceRequest request, InvokeOptions options, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, new() =>
        _synchronous ? Completed<TResponse>(request, options) : InvokeAsync<TResponse>(request, options, cancellationToken);

    private Task<TResponse> Completed<TResponse>(AmazonWebServiceRequest request, InvokeOptions options)
        where TResponse : AmazonWebServiceResponse, new()
    {
        try
        {
            return Task.FromResult(Invoke<TResponse>(request, options));
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException)
        {
            return Task.FromException<TResponse>(failure);
        }
    }
}
