using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>What a log format gets to write.</summary>
internal readonly ref struct LogRecord
{
    public required DateTimeOffset Time { get; init; }

    public required LogLevel Level { get; init; }

    public required string Message { get; init; }

    public required Exception? Exception { get; init; }

    public required Invocation? Invocation { get; init; }

    public required ReadOnlySpan<(string Name, object? Value)> Fields { get; init; }

    public string Timestamp => Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Lambda's own word for the level, the one that its filters know.</summary>
    public string LevelName => Level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        LogLevel.Critical => "FATAL",
        _ => throw new InvalidOperationException($"Unknown log level {Level}"),
    };
}
