using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Remediator.Lambda.Tests.Support;

/// <summary>The Lambda Runtime API on a loopback socket: hands out events, records what comes back.</summary>
internal sealed class FakeRuntimeApi : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<FakeReply> _events = Channel.CreateUnbounded<FakeReply>();
    private readonly Lock _gate = new();
    private readonly List<FakeRequest> _requests = [];
    private readonly List<(string Call, TaskCompletionSource<FakeRequest> Found)> _waiting = [];
    private readonly CancellationTokenSource _closing = new();
    private int _connections;

    public FakeRuntimeApi()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Replaces the ordinary answer where it returns one.</summary>
    public Func<FakeRequest, FakeReply?> Answer { get; set; } = _ => null;

    public IReadOnlyList<FakeRequest> Requests
    {
        get { lock (_gate) return [.. _requests]; }
    }

    public void Invoke(FakeInvocation invocation) => Invoke(invocation.Reply);

    public void Invoke(FakeReply next) => _events.Writer.TryWrite(next);

    /// <summary>Waits for a call such as <c>POST invocation/1/response</c>, past or to come.</summary>
    public Task<FakeRequest> ReceivedAsync(string call)
    {
        lock (_gate)
        {
            if (_requests.Find(request => request.Call == call) is { } request) return Task.FromResult(request);
            var found = new TaskCompletionSource<FakeRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((call, found));
            return found.Task.WaitAsync(Patience);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token), Interlocked.Increment(ref _connections));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed by Dispose.
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            while (await HttpWire.ReadAsync(stream, connection) is { } request)
            {
                Record(request);
                var reply = Answer(request) ?? await OrdinaryAnswerAsync(request);
                if (!await HttpWire.WriteAsync(stream, reply)) return;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The loop under test went away, or Dispose did.
        }
    }

    private async Task<FakeReply> OrdinaryAnswerAsync(FakeRequest request) => request.Call switch
    {
        "GET invocation/next" => await _events.Reader.ReadAsync(_closing.Token),
        "GET restore/next" => new FakeReply(200),
        _ => new FakeReply(request.Method == "POST" ? 202 : 404),
    };

    private void Record(FakeRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            foreach (var (call, found) in _waiting) if (call == request.Call) found.TrySetResult(request);
        }
    }
}
