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
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
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

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var socket in _connections.Keys)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_connections.Values);
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
                _connections[socket] = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception e) when (IsClosing(e))
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            var reader = new HttpReader(socket);
            while (await reader.ReadAsync(_stopping.Token) is { } request)
            {
                var reply = await _answer(request, _stopping.Token);
                if (reply is null)
                {
                    return;
                }

                await HttpWriter.WriteAsync(socket, reply, withBody: request.Method != "HEAD", _stopping.Token);
            }
        }
        catch (Exception e) when (IsClosing(e))
        {
            return;
        }
        finally
        {
            socket.Dispose();
            _connections.TryRemove(socket, out _);
        }
    }

    private static bool IsClosing(Exception e) => e is SocketException or ObjectDisposedException or OperationCanceledException or InvalidDataException;
}
