using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Runtime.Generated;

/// <summary>Puts a generated marshalling method behind Core's interface.</summary>
internal sealed class OperationMarshaller<TRequest>(Func<TRequest, IRequest> marshal)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input) => marshal((TRequest)input);
}
