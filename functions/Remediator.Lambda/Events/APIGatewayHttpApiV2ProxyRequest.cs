namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>A request to a function URL: payload format 2.0.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html</remarks>
public sealed class APIGatewayHttpApiV2ProxyRequest
{
    public string? Version { get; set; }

    public string? RawPath { get; set; }

    public string? RawQueryString { get; set; }

    /// <summary>Lambda gives their names in lower case; several of one name are joined by commas.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    public string? Body { get; set; }

    public bool IsBase64Encoded { get; set; }

    public ProxyRequestContext? RequestContext { get; set; }

    /// <summary>What Lambda says of the request.</summary>
    public sealed class ProxyRequestContext
    {
        public HttpDescription? Http { get; set; }
    }

    /// <summary>The request line.</summary>
    public sealed class HttpDescription
    {
        public string? Method { get; set; }

        public string? Path { get; set; }
    }
}

/// <summary>The answer to it.</summary>
public sealed class APIGatewayHttpApiV2ProxyResponse
{
    public int StatusCode { get; set; }

    public Dictionary<string, string> Headers { get; set; } = [];

    public string? Body { get; set; }

    public bool IsBase64Encoded { get; set; }
}
