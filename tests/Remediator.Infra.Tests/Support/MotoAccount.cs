using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Remediator.Infra.Tests.Support;

/// <summary>A moto_server of its own, spoken to in plain JSON: EventBridge and SQS.</summary>
internal sealed class MotoAccount : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly MotoProcess _moto;

    private MotoAccount(MotoProcess moto)
    {
        _moto = moto;
        _http.BaseAddress = new Uri(moto.Url);
    }

    public static async Task<MotoAccount> StartAsync() => new(await MotoProcess.StartAsync());

    /// <summary>Calls one operation; moto tells services apart by the scope of the signature, which it does not check.</summary>
    public async Task<JsonObject> CallAsync(string service, string target, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{target}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    public ValueTask DisposeAsync()
    {
        _moto.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
