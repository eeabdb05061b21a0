using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Remediator.Cli.Sandbox.Http;

/// <summary>A small HTTP/1.1 server on loopback with keep-alive.</summary>
/// <remarks>
/// On bare sockets, because the faults that matter most to a responder (an answer lost after the call took effect, a hang) need
/// the connection itself, and because System.Net.HttpListener costs several times the time of a whole sandbox call.
/// </remarks>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Socket, (Task Serving, CancellationTokenSource Gone)> _connections = new();
    private readonly Func<HttpRequest, CancellationToken, ValueTask<HttpReply?>> _answer;
    private readonly Task _accepting;

    /// <param name="answer">The reply, or null to close the connection without one.</param>
    public HttpServer(int port, Func<HttpRequest, CancellationToken, ValueTask<HttpReply?>> answer)
    {
        _answer = answer;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(128);
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>Abandons every connection that is open now: requests that are still on their way through them are not served.</summary>
    public void Disconnect()
    {
        foreach (var (_, gone) in _connections.Values)
        {
            try
            {
                gone.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The connection ended by itself meanwhile.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        var open = _connections.ToArray();
        foreach (var (socket, _) in open)
        {
            socket.Dispose();
        }

        await Task.WhenAll(open.Select(c => c.Value.Serving));
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token);
                socket.NoDelay = true;
                var gone = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                var ready = new TaskCompletionSource();
                _connections[socket] = (Task.Run(() => ServeAsync(socket, ready.Task, gone.Token)), gone);
                ready.SetResult();
            }
            catch (Exception e) when (IsClosing(e))
            {
                return;
            }
        }
    }

    /// <param name="registered">So that a connection never ends before it is known.</param>
    private async Task ServeAsync(Socket socket, Task registered, CancellationToken gone)
    {
        await registered;
        try
        {
            var reader = new HttpReader(socket);
            while (await reader.ReadAsync(gone) is { } request)
            {
                var reply = await _answer(request, gone);
                if (reply is null)
                {
                    return;
                }

                await HttpWriter.WriteAsync(socket, reply, withBody: request.Method != "HEAD", gone);
            }
        }
        catch (Exception e) when (IsClosing(e))
        {
            return;
        }
        finally
        {
            socket.Dispose();
            if (_connections.TryRemove(socket, out var connection))
            {
                connection.Gone.Dispose();
            }
        }
    }

    private static bool IsClosing(Exception e) => e is SocketException or ObjectDisposedException or OperationCanceledException or InvalidDataException;
}
