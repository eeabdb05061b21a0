using System.Globalization;
using Remediator.Cli.Sandbox.Http;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>S3's own chunks, which carry signatures or checksums between the pieces of a body.</summary>
internal static class AwsChunked
{
    public static byte[] Decode(HttpRequest request)
    {
        if (request.Header("x-amz-content-sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) != true)
        {
            return request.Body;
        }

        using var decoded = new MemoryStream();
        var rest = request.Body.AsSpan();
        while (true)
        {
            var end = rest.IndexOf("\r\n"u8);
            var head = rest[..end];
            var semicolon = head.IndexOf((byte)';');
            var size = int.Parse(semicolon < 0 ? head : head[..semicolon], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return decoded.ToArray();
            }

            decoded.Write(rest.Slice(end + 2, size));
            rest = rest[(end + 2 + size + 2)..];
        }
    }
}
