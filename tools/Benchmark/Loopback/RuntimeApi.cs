using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Remediator.Cli.Sandbox.Http;

namespace Remediator.Benchmark.Loopback;

/// <summary>Lambda's Runtime API as one function sees it.</summary>
internal sealed class RuntimeApi : IAsyncDisposable
{
    private readonly Channel<byte[]> _events = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly HttpServer _http;
    private int _invocations;

    public RuntimeApi() => _http = new HttpServer(0, AnswerAsync);

    /// <summary>Host and port, as the environment names them.</summary>
    public string Address => _http.Url["http://".Length..];

    /// <summary>Gives the event to the function as soon as it asks.</summary>
    public void Invoke(byte[] payload) => _events.Writer.TryWrite(payload);

    /// <summary>The function's answer to the event.</summary>
    /// <exception cref="InvalidOperationException">It reported an error, or handed messages back.</exception>
    public async Task AnsweredAsync(CancellationToken cancel)
    {
        var answer = await _answers.Reader.ReadAsync(cancel);
        if (answer != """{"batchItemFailures":[]}""")
        {
            throw new InvalidOperationException($"The function did not finish the event: {answer}");
        }
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async ValueTask<HttpReply?> AnswerAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.Path.EndsWith("/invocation/next", StringComparison.Ordinal))
        {
            _answers.Writer.TryWrite(Encoding.UTF8.GetString(request.Body));
            return new HttpReply(202, "application/json", "{}"u8.ToArray());
        }

        var payload = await _events.Reader.ReadAsync(cancel);
        var number = Interlocked.Increment(ref _invocations);
        return new HttpReply(200, "application/json", payload)
        {
            Headers =
            [
                new("Lambda-Runtime-Aws-Request-Id", $"00000000-0000-4000-8000-{number:d12}"),
                new("Lambda-Runtime-Deadline-Ms", DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
                new("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:111122223333:function:respond"),
                new("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0"),
            ],
        };
    }
}
