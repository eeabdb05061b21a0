using System.Net;
using System.Net.Http.Headers;
using Amazon.Runtime;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>The network's stand-in: keeps the request and gives a prepared answer.</summary>
internal sealed class RecordingHttp(Func<HttpResponseMessage> answer) : HttpClientFactory
{
    public HttpMethod? Method { get; private set; }

    public Uri? Uri { get; private set; }

    public byte[] Body { get; private set; } = [];

    /// <summary>All headers, those of the content included.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static RecordingHttp Answering(HttpStatusCode status) => new(() => new HttpResponseMessage(status));

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private HttpResponseMessage Record(HttpRequestMessage request)
    {
        (Method, Uri) = (request.Method, request.RequestUri);
        Add(request.Headers);
        if (request.Content is { } content)
        {
            using var body = new MemoryStream();
            content.CopyTo(body, null, CancellationToken.None);
            Body = body.ToArray();
            Add(content.Headers);
        }

        return answer();
    }

    private void Add(HttpHeaders headers)
    {
        foreach (var (name, values) in headers.NonValidated)
            Headers[name] = values.ToString();
    }

    private sealed class Handler(RecordingHttp owner) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            owner.Record(request);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(owner.Record(request));
    }
}
