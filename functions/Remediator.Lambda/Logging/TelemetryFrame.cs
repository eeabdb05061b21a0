using System.Buffers.Binary;

namespace Remediator.Lambda;

/// <summary>The header before each record on Lambda's telemetry descriptor: type, length, time.</summary>
internal static class TelemetryFrame
{
    public const int HeaderBytes = 16;

    private const uint JsonType = 0xa55a0002;
    private const uint TextType = 0xa55a0003;

    public static void WriteHeader(Span<byte> header, bool json, int length, DateTimeOffset time)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header, json ? JsonType : TextType);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], length);
        BinaryPrimitives.WriteInt64BigEndian(header[8..], (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
    }
}
