using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.Http;

namespace Remediator.Benchmark.Loopback;

/// <summary>The one endpoint that the candidates call: the sandbox, a stub for DynamoDB, and the time of every call.</summary>
internal sealed class AwsFront : IAsyncDisposable
{
    private readonly SandboxServer _sandbox;
    private readonly LedgerStub _ledger = new();
    private readonly ConcurrentQueue<AwsCall> _calls = new();
    private readonly HttpServer _http;

    public AwsFront(SandboxServer sandbox)
    {
        _sandbox = sandbox;
        _http = new HttpServer(0, AnswerAsync);
    }

    public string Url => _http.Url;

    /// <summary>What every call takes at least, as over a network.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Takes the calls that were answered since the last time.</summary>
    public IReadOnlyList<AwsCall> TakeCalls()
    {
        var calls = new List<AwsCall>();
        while (_calls.TryDequeue(out var call))
        {
            calls.Add(call);
        }

        return [.. calls.OrderBy(c => c.Start)];
    }

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    private async ValueTask<HttpReply?> AnswerAsync(HttpRequest request, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var reply = LedgerStub.Takes(request) ? _ledger.Answer(request) : await _sandbox.AnswerAsync(request, cancel);
        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, cancel);
        }

        var (operation, contains) = Read(request);
        _calls.Enqueue(new AwsCall(operation, contains, start, Stopwatch.GetTimestamp(), reply?.Status ?? 0));
        return reply;
    }

    private static (string Operation, bool Contains) Read(HttpRequest request)
    {
        if (request.Header("X-Amz-Target") is { } target)
        {
            return (target[(target.LastIndexOf('.') + 1)..], false);
        }

        var parameters = Encoding.UTF8.GetString(request.Body).Split('&');
        var operation = parameters.FirstOrDefault(p => p.StartsWith("Action=", StringComparison.Ordinal)) is { } action ? action["Action=".Length..] : $"{request.Method} {request.Path}";
        return (operation, operation == "ModifyNetworkInterfaceAttribute" && parameters.Any(p => p.StartsWith("SecurityGroupId.", StringComparison.Ordinal)));
    }
}

/// <summary>One call, with its times by the stopwatch.</summary>
/// <param name="Contains">Puts an interface into groups: the same operation also changes what leaves its flows open.</param>
internal sealed record AwsCall(string Operation, bool Contains, long Start, long End, int Status);
