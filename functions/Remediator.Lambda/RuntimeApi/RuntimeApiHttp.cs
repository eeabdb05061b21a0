using System.Text;

namespace Remediator.Lambda;

/// <summary>The HTTP client for the Runtime API, a peer on the same machine that may be silent for hours.</summary>
internal static class RuntimeApiHttp
{
    public static HttpClient Create(Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            // HTTP_PROXY in the function's environment is meant for the function's own calls.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            // The environment is frozen between invocations: age says nothing about a connection.
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ActivityHeadersPropagator = null,
        };
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", $"remediator-lambda-dotnet/{Environment.Version}");
        return client;
    }
}
