using System.Net.Http.Headers;

namespace Remediator.Lambda;

/// <summary>The six calls of the Lambda Runtime API, version 2018-06-01.</summary>
internal sealed class RuntimeApiClient(Uri address, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = RuntimeApiHttp.Create(new Uri(address, "/2018-06-01/runtime/"));

    /// <summary>Waits for an event, for as long as it takes.</summary>
    public async Task<Invocation> NextAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, "invocation/next", null, cancellation);
        return InvocationReader.Read(response.Headers, await response.Content.ReadAsByteArrayAsync(cancellation), time);
    }

    // Answers and reports take no token: work that is done is told, even while stopping.
    public Task RespondAsync(string requestId, ReadOnlyMemory<byte> answer) =>
        PostAsync($"invocation/{Uri.EscapeDataString(requestId)}/response", answer, "application/json", null);

    public Task ReportInvocationErrorAsync(string requestId, Exception error) =>
        PostErrorAsync($"invocation/{Uri.EscapeDataString(requestId)}/error", error, ErrorReport.TypeOf(error));

    public Task ReportInitErrorAsync(Exception error, string? type = null) =>
        PostErrorAsync("init/error", error, type ?? ErrorReport.TypeOf(error));

    public Task ReportRestoreErrorAsync(Exception error, string type) => PostErrorAsync("restore/error", error, type);

    /// <summary>Lets Lambda take the snapshot; answers in each copy that is restored from it.</summary>
    public async Task RestoreNextAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, "restore/next", null, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private Task PostErrorAsync(string path, Exception error, string type) =>
        PostAsync(path, ErrorReport.Write(error, type), "application/vnd.aws.lambda.error+json", type);

    private async Task PostAsync(string path, ReadOnlyMemory<byte> body, string contentType, string? errorType)
    {
        using var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var response = await SendAsync(HttpMethod.Post, path, content, CancellationToken.None, errorType);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellation, string? errorType = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (errorType is not null) request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                var reason = await response.Content.ReadAsStringAsync(cancellation);
                throw new RuntimeApiException($"{method} {path} answered {(int)response.StatusCode} {reason}".TrimEnd(), (int)response.StatusCode);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RuntimeApiException($"{method} {path} got no whole answer: {e.Message}", cause: e);
        }
    }
}
