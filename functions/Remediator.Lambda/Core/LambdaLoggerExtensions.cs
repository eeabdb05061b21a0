namespace Amazon.Lambda.Core;

/// <summary>One method per level: <c>log.LogInformation("Contained", ("finding", id))</c>.</summary>
public static class LambdaLoggerExtensions
{
    public static void LogDebug(this ILambdaLogger log, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        log.Log(LogLevel.Debug, message, null, fields);

    public static void LogInformation(this ILambdaLogger log, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        log.Log(LogLevel.Information, message, null, fields);

    public static void LogWarning(this ILambdaLogger log, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        log.Log(LogLevel.Warning, message, null, fields);

    public static void LogWarning(this ILambdaLogger log, Exception exception, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        log.Log(LogLevel.Warning, message, exception, fields);

    public static void LogError(this ILambdaLogger log, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        log.Log(LogLevel.Error, message, null, fields);

    public static void LogError(this ILambdaLogger log, Exception exception, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        log.Log(LogLevel.Error, message, exception, fields);

    public static void LogCritical(this ILambdaLogger log, Exception? exception, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        log.Log(LogLevel.Critical, message, exception, fields);
}
