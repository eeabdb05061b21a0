using System.Net;
using System.Xml;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Runtime.Generated;

/// <summary>Reads the answers and errors of services that speak XML.</summary>
internal sealed class XmlOperationUnmarshaller(
    Func<WireResponse, AmazonWebServiceResponse> read, ExceptionFactory exceptions) : XmlResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        using var response = new WireResponse(input.Stream, input.ResponseData);
        var result = read(response);
        if (RequestId(response) is { } id)
            result.ResponseMetadata = new ResponseMetadata { RequestId = id };
        return result;
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        using var response = new WireResponse(input.Stream, input.ResponseData);
        var error = new ErrorResponse { InnerException = innerException, StatusCode = statusCode };
        try
        {
            Describe(error, response);
        }
        catch (XmlException)
        {
            return UnreadableError.Exception(response, innerException, statusCode);
        }

        return exceptions(error, response);
    }

    private static void Describe(ErrorResponse error, WireResponse response)
    {
        var element = response.XmlError;
        error.Code = element.Child("Code")?.Value;
        error.Message = element.Child("Message")?.Value ?? element.Child("message")?.Value;
        error.Type = element.Child("Type")?.Value switch
        {
            "Sender" => ErrorType.Sender,
            "Receiver" => ErrorType.Receiver,
            _ => ErrorType.Unknown,
        };
        error.RequestId = RequestId(response);
    }

    private static string? RequestId(WireResponse response)
    {
        var root = response.XmlIfRead;
        return (root?.Child("requestId") ?? root?.Child("RequestId") ?? root?.Child("RequestID")
            ?? root?.Child("ResponseMetadata")?.Child("RequestId"))?.Value
            ?? response.Header("x-amzn-RequestId") ?? response.Header("x-amz-request-id");
    }
}
