using System.Net;

namespace Amazon.Runtime.Generated;

/// <summary>An error whose body isn't the protocol's: a proxy or an emulator answered in HTML.</summary>
internal static class UnreadableError
{
    private const int ShownLength = 100;

    /// <summary>The status code is all there is; the body's beginning tells who answered.</summary>
    public static AmazonServiceException Exception(WireResponse response, Exception inner, HttpStatusCode status)
    {
        var body = response.Text ?? "";
        var beginning = body[..Math.Min(ShownLength, body.Length)].ReplaceLineEndings(" ");
        return new AmazonServiceException(
            $"The service answered {(int)status} with a body that can't be read: {beginning}",
            inner, ErrorType.Unknown, errorCode: null, response.Header("x-amzn-RequestId"), status);
    }
}
