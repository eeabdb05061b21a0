using System.Globalization;
using System.Text;

namespace Remediator.Lambda.Tests.Support;

/// <summary>Just enough HTTP/1.1 to be a peer that can also misbehave.</summary>
internal static class HttpWire
{
    /// <summary>Null when the client has closed the connection.</summary>
    public static async Task<FakeRequest?> ReadAsync(Stream stream, int connection)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one) == 0) return null;
            head.Add(one[0]);
        }

        var lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body);
        var request = lines[0].Split(' ');
        return new FakeRequest(request[0], request[1], headers, body, connection);
    }

    /// <summary>False when the connection ends with this reply.</summary>
    public static async Task<bool> WriteAsync(Stream stream, FakeReply reply)
    {
        var body = Encoding.UTF8.GetBytes(reply.Body);
        var headers = string.Concat(reply.Headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        var head = Encoding.UTF8.GetBytes($"HTTP/1.1 {reply.Status} Status\r\n{headers}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        byte[] sent = reply.Break switch
        {
            Break.BeforeTheAnswer => [],
            Break.InTheHeaders => head[..(head.Length / 2)],
            Break.InTheBody => [.. head, .. body[..(body.Length / 2)]],
            _ => [.. head, .. body],
        };
        await stream.WriteAsync(sent);
        return reply.Break == Break.None;
    }

    private static bool EndsHead(List<byte> bytes) =>
        bytes is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];
}
