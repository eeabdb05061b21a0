using System.Globalization;
using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>What Lambda says in environment variables, read once at start.</summary>
public sealed record LambdaSettings
{
    public const string TelemetryLogVariable = "_LAMBDA_TELEMETRY_LOG_FD";
    public const string TraceIdVariable = "_X_AMZN_TRACE_ID";

    /// <summary>Host and port of the Runtime API; null outside Lambda.</summary>
    public string? RuntimeApi { get; init; }

    public string FunctionName { get; init; } = "";

    public string FunctionVersion { get; init; } = "";

    public string LogGroupName { get; init; } = "";

    public string LogStreamName { get; init; } = "";

    public int? MemoryMegabytes { get; init; }

    public bool SnapStart { get; init; }

    /// <summary>Invocations that Lambda sends at a time; null in the classic one-at-a-time mode.</summary>
    public int? MaxConcurrency { get; init; }

    public bool JsonLogs { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>The file descriptor that takes framed log records; null where standard output takes lines.</summary>
    public int? TelemetryLog { get; init; }

    public static LambdaSettings Read(Func<string, string?> variable) => new()
    {
        RuntimeApi = variable("AWS_LAMBDA_RUNTIME_API"),
        FunctionName = variable("AWS_LAMBDA_FUNCTION_NAME") ?? "",
        FunctionVersion = variable("AWS_LAMBDA_FUNCTION_VERSION") ?? "",
        LogGroupName = variable("AWS_LAMBDA_LOG_GROUP_NAME") ?? "",
        LogStreamName = variable("AWS_LAMBDA_LOG_STREAM_NAME") ?? "",
        MemoryMegabytes = Number(variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), atLeast: 1),
        SnapStart = variable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start",
        MaxConcurrency = Concurrency(variable("AWS_LAMBDA_MAX_CONCURRENCY")),
        JsonLogs = string.Equals(variable("AWS_LAMBDA_LOG_FORMAT"), "JSON", StringComparison.OrdinalIgnoreCase),
        LogLevel = Level(variable("AWS_LAMBDA_LOG_LEVEL")),
        TelemetryLog = Number(variable(TelemetryLogVariable), atLeast: 0),
    };

    // Any value switches the mode on, as in AWS's own runtime; one that can't be read gets a poller per core.
    private static int? Concurrency(string? value) =>
        string.IsNullOrEmpty(value) ? null : Number(value, atLeast: 1) ?? Math.Max(2, Environment.ProcessorCount);

    private static int? Number(string? value, int atLeast) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast ? number : null;

    private static LogLevel Level(string? value) => value?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };
}
