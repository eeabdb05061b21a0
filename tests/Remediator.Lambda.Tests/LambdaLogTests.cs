using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class LambdaLogTests : IDisposable
{
    private static readonly Invocation Current = new("request-1", default, default) { TraceId = "Root=1-2", TenantId = "blue" };

    private readonly MemoryStream _output = new();
    private readonly FakeTime _time = new();

    [Fact]
    public void JSON_log_has_the_keys_that_Lambda_knows()
    {
        var log = Log(new LambdaSettings { JsonLogs = true });
        log.Invocation = Current;
        log.LogError(Thrown(), "The handler failed", ("count", 3), ("name", "é\n\"x\""), ("none", null), ("ok", true), ("ratio", 0.5));

        var line = JsonDocument.Parse(Assert.Single(Lines)).RootElement;
        Assert.Equal(
            ["timestamp", "level", "requestId", "traceId", "tenantId", "message", "count", "name", "none", "ok", "ratio", "errorType", "errorMessage", "stackTrace"],
            line.EnumerateObject().Select(property => property.Name));
        Assert.Equal("2026-03-01T03:00:00.000Z", line.GetProperty("timestamp").GetString());
        Assert.Equal("ERROR", line.GetProperty("level").GetString());
        Assert.Equal("request-1", line.GetProperty("requestId").GetString());
        Assert.Equal(3, line.GetProperty("count").GetInt32());
        Assert.Equal("é\n\"x\"", line.GetProperty("name").GetString());
        Assert.Equal("System.IO.IOException", line.GetProperty("errorType").GetString());
        Assert.Equal("disk", line.GetProperty("errorMessage").GetString());
        Assert.InRange(line.GetProperty("stackTrace").GetArrayLength(), 2, 99);
    }

    [Fact]
    public void JSON_field_cannot_replace_one_of_Lambdas_own_keys()
    {
        Log(new LambdaSettings { JsonLogs = true }).LogInformation("real", ("message", "forged"), ("level", "FATAL"));

        var line = JsonDocument.Parse(Assert.Single(Lines)).RootElement;
        Assert.Equal("real", line.GetProperty("message").GetString());
        Assert.Equal("INFO", line.GetProperty("level").GetString());
        Assert.Equal("forged", line.GetProperty("_message").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hostile_text_in_a_field_stays_in_its_line(bool json)
    {
        Log(new LambdaSettings { JsonLogs = json }).LogInformation("tag", ("value", "x\r\n2026-03-01\tFATAL\t\u001b[2Jforged \ud83d"));

        var line = Assert.Single(Lines);
        Assert.DoesNotContain('\r', line);
        Assert.DoesNotContain('\u001b', line);
        Assert.Contains("""x\r\n2026""", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_log_is_one_line_of_time_request_id_level_message_and_fields()
    {
        var log = Log(new LambdaSettings());
        log.Invocation = Current;
        log.LogWarning("Tags can't\nbe read", ("resource", "i-0abc"), ("tries", 2));

        Assert.Equal("2026-03-01T03:00:00.000Z\trequest-1\tWARN\tTags can't be read resource=\"i-0abc\" tries=2", Assert.Single(Lines));
    }

    [Fact]
    public void Stack_trace_stays_in_one_event_of_the_text_log()
    {
        Log(new LambdaSettings()).LogError(Thrown(), "failed");

        var line = Assert.Single(Lines);
        Assert.Contains("failed\rSystem.IO.IOException: disk\r   at ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRACE", "TDIWEC")]
    [InlineData("debug", "DIWEC")]
    [InlineData("INFO", "IWEC")]
    [InlineData("WARN", "WEC")]
    [InlineData("ERROR", "EC")]
    [InlineData("FATAL", "C")]
    [InlineData(null, "IWEC")]
    [InlineData("loud", "IWEC")]
    public void AWS_LAMBDA_LOG_LEVEL_filters(string? level, string expected)
    {
        var log = Log(LambdaSettings.Read(name => name == "AWS_LAMBDA_LOG_LEVEL" ? level : null));
        foreach (var each in Enum.GetValues<LogLevel>()) log.Log(each, $"{each}"[..1], null, []);

        Assert.Equal(expected, string.Concat(Lines.Select(line => line.Split('\t')[3])));
    }

    [Theory]
    [InlineData(true, 0xa55a0002)]
    [InlineData(false, 0xa55a0003)]
    public void Telemetry_descriptor_gets_framed_records(bool json, uint type)
    {
        var log = Log(new LambdaSettings { JsonLogs = json, TelemetryLog = 3 });
        log.LogInformation("first é");
        _time.Advance(TimeSpan.FromMilliseconds(1.5));
        log.LogInformation("second");

        var bytes = _output.ToArray();
        var epoch = new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        foreach (var (message, microseconds) in new[] { ("first é", epoch), ("second", epoch + 1500) })
        {
            Assert.Equal(type, BinaryPrimitives.ReadUInt32BigEndian(bytes));
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4));
            Assert.Equal(microseconds, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8)));
            var text = Encoding.UTF8.GetString(bytes, 16, length);
            Assert.Contains(message, text, StringComparison.Ordinal);
            Assert.False(text.EndsWith('\n'));
            bytes = bytes[(16 + length)..];
        }

        Assert.Empty(bytes);
    }

    public void Dispose() => _output.Dispose();

    private string[] Lines => Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private LambdaLog Log(LambdaSettings settings) => new(settings, _output, _time);

    private static IOException Thrown()
    {
        try
        {
            throw new IOException("disk");
        }
        catch (IOException e)
        {
            return e;
        }
    }
}
