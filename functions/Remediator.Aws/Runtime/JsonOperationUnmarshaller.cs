using System.Net;
using System.Text.Json;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Runtime.Generated;

/// <summary>Reads the answers and errors of services that speak JSON.</summary>
internal sealed class JsonOperationUnmarshaller(
    Func<WireResponse, AmazonWebServiceResponse> read, ExceptionFactory exceptions) : JsonResponseUnmarshaller
{
    private const int BufferSize = 4096;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var response = new WireResponse(input.Stream, input.ResponseData);
        return read(response);
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        using var response = new WireResponse(input.Stream, input.ResponseData);
        try
        {
            var reader = new StreamingUtf8JsonReader(response.OpenBody(), BufferSize, input.JsonMaxDepth);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            error.InnerException = innerException;
            error.StatusCode = statusCode;
            return exceptions(error, response);
        }
        catch (JsonException)
        {
            return UnreadableError.Exception(response, innerException, statusCode);
        }
    }
}
