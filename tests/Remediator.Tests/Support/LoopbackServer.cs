using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Remediator.Tests.Support;

/// <summary>A small HTTP server on this machine that answers as told; null answers never.</summary>
public sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<int, HttpReply?> _reply;
    private int _count;

    /// <param name="reply">The answer to the first, second, ... request.</param>
    public LoopbackServer(Func<int, HttpReply?> reply)
    {
        _reply = reply;
        _listener.Start();
        _ = ListenAsync();
    }

    /// <summary>The answers in order; the last one again and again.</summary>
    public static LoopbackServer Answering(params HttpReply?[] replies) => new(n => replies[Math.Min(n, replies.Length) - 1]);

    public ConcurrentQueue<HttpRequestSeen> Requests { get; } = [];

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            var (head, body) = await ReadAsync(stream);
            Requests.Enqueue(new HttpRequestSeen(head.Split("\r\n")[0], head, body));
            if (_reply(Interlocked.Increment(ref _count)) is not { } reply)
            {
                await Task.Delay(Timeout.Infinite, _end.Token);
                return;
            }

            var content = Encoding.UTF8.GetBytes(reply.Body);
            var lines = new List<string> { $"HTTP/1.1 {reply.Status} Answer", $"Content-Length: {content.Length}", "Connection: close" };
            lines.AddRange(reply.Headers);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), _end.Token);
            await stream.WriteAsync(content, _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<(string Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var received = new List<byte>();
        var buffer = new byte[8_192];
        while (true)
        {
            var n = await stream.ReadAsync(buffer, _end.Token);
            received.AddRange(buffer.AsSpan(0, n));
            var text = Encoding.Latin1.GetString([.. received]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && received.Count >= end + 4 + Length(text[..end]))
            {
                return (text[..end], Encoding.UTF8.GetString([.. received.Skip(end + 4)]));
            }

            if (n == 0)
            {
                throw new IOException("the request is incomplete");
            }
        }
    }

    private static int Length(string head) =>
        head.Split("\r\n").Where(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(l => int.Parse(l.Split(':')[1])).FirstOrDefault();
}

/// <summary>What the server answers.</summary>
public sealed record HttpReply(int Status, string Body = "", params string[] Headers);

/// <summary>What the server was sent.</summary>
public sealed record HttpRequestSeen(string Line, string Head, string Body);
