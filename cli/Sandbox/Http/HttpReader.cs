using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Remediator.Cli.Sandbox.Http;

/// <summary>Reads one request after another from a connection.</summary>
internal sealed class HttpReader(Socket socket)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    /// <summary>The next request, or null when the peer closed.</summary>
    public async ValueTask<HttpRequest?> ReadAsync(CancellationToken cancel)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancel))
            {
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString(_buffer, 0, end).Split("\r\n");
        Consume(end + 4);
        var start = lines[0].Split(' ');
        if (start.Length != 3)
        {
            throw new InvalidDataException($"Not an HTTP request line: {lines[0]}");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        if (headers.TryGetValue("Expect", out var expect) && expect.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await socket.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancel);
        }

        var body = await ReadBodyAsync(headers, cancel);
        var (path, query) = start[1].IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? (start[1][..mark], start[1][(mark + 1)..]) : (start[1], "");
        return new HttpRequest(start[0], path, query, headers, body);
    }

    private async ValueTask<byte[]> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancel)
    {
        if (headers.TryGetValue("Transfer-Encoding", out var encoding) && encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            using var all = new MemoryStream();
            while (true)
            {
                var size = int.Parse((await ReadLineAsync(cancel)).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                all.Write(await TakeAsync(size, cancel));
                await ReadLineAsync(cancel);
                if (size == 0)
                {
                    return all.ToArray();
                }
            }
        }

        return headers.TryGetValue("Content-Length", out var length) ? await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), cancel) : [];
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancel)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n"u8)) < 0)
        {
            await NeedAsync(cancel);
        }

        var line = Encoding.Latin1.GetString(_buffer, 0, end);
        Consume(end + 2);
        return line;
    }

    private async ValueTask<byte[]> TakeAsync(int count, CancellationToken cancel)
    {
        while (_filled < count)
        {
            await NeedAsync(cancel);
        }

        var taken = _buffer.AsSpan(0, count).ToArray();
        Consume(count);
        return taken;
    }

    private async ValueTask NeedAsync(CancellationToken cancel)
    {
        if (!await FillAsync(cancel))
        {
            throw new InvalidDataException("The peer closed in the middle of a request.");
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled), cancel);
        _filled += read;
        return read > 0;
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
