using System.Net;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>A body without the Content-Length header that .NET would add to the case's own headers.</summary>
internal sealed class UnmeasuredContent(byte[] body) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) => stream.Write(body);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
