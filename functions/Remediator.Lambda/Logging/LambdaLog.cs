using System.Buffers;
using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>The function's log: JSON or text, one record per line or telemetry frame.</summary>
public sealed class LambdaLog(LambdaSettings settings, Stream output, TimeProvider time) : ILambdaLogger
{
    private readonly Lock _gate = new();
    private readonly AsyncLocal<Invocation?> _invocation = new();

    /// <summary>Whose request id the records carry; flows with the call, so that concurrent invocations don't mix.</summary>
    internal Invocation? Invocation { set => _invocation.Value = value; }

    public bool IsEnabled(LogLevel level) => level >= settings.LogLevel;

    public void Log(LogLevel level, string message, Exception? exception, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (!IsEnabled(level)) return;
        var record = new LogRecord
        {
            Time = time.GetUtcNow(),
            Level = level,
            Message = message,
            Exception = exception,
            Invocation = _invocation.Value,
            Fields = fields,
        };
        Write(Encode(record));
    }

    public void Flush()
    {
        lock (_gate) output.Flush();
    }

    private ReadOnlySpan<byte> Encode(LogRecord record)
    {
        var framed = settings.TelemetryLog is not null;
        var buffer = new ArrayBufferWriter<byte>(512);
        if (framed) buffer.Advance(Reserve(buffer, TelemetryFrame.HeaderBytes));
        if (settings.JsonLogs) JsonLogFormat.Write(buffer, record);
        else TextLogFormat.Write(buffer, record);
        if (!framed)
        {
            buffer.Write("\n"u8);
            return buffer.WrittenSpan;
        }

        var bytes = buffer.WrittenSpan.ToArray();
        TelemetryFrame.WriteHeader(bytes, settings.JsonLogs, bytes.Length - TelemetryFrame.HeaderBytes, record.Time);
        return bytes;
    }

    private static int Reserve(ArrayBufferWriter<byte> buffer, int bytes)
    {
        buffer.GetSpan(bytes)[..bytes].Clear();
        return bytes;
    }

    // One write per record: a process that dies loses none that was logged, and concurrent ones stay whole.
    private void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            output.Write(bytes);
            output.Flush();
        }
    }
}
