using System.Net.Sockets;
using System.Text;

namespace Remediator.Cli.Sandbox.Http;

/// <summary>Writes a reply in one send.</summary>
internal static class HttpWriter
{
    public static async ValueTask WriteAsync(Socket socket, HttpReply reply, bool withBody, CancellationToken cancel)
    {
        var head = new StringBuilder(256).Append("HTTP/1.1 ").Append(reply.Status).Append(' ').Append((System.Net.HttpStatusCode)reply.Status).Append("\r\n");
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (reply.Body.Length > 0)
        {
            head.Append("Content-Type: ").Append(reply.ContentType).Append("\r\n");
        }

        head.Append("Content-Length: ").Append(reply.Body.Length).Append("\r\n\r\n");
        var headBytes = Encoding.Latin1.GetBytes(head.ToString());
        var all = withBody ? [.. headBytes, .. reply.Body] : headBytes;
        for (var sent = 0; sent < all.Length;)
        {
            sent += await socket.SendAsync(all.AsMemory(sent), cancel);
        }
    }
}
