using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Runtime.Generated;

/// <summary>Puts a generated marshalling method behind Core's interface.</summary>
internal sealed class OperationMarshaller(Func<AmazonWebServiceRequest, IRequest> marshal) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input) => marshal(input);
}
