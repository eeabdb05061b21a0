namespace Amazon.Lambda.Core;

/// <summary>Takes structured log records; what is below its level costs nothing.</summary>
public interface ILambdaLogger
{
    bool IsEnabled(LogLevel level);

    /// <summary>Writes one record; text from findings belongs in <paramref name="fields"/>, never in <paramref name="message"/>.</summary>
    void Log(LogLevel level, string message, Exception? exception, ReadOnlySpan<(string Name, object? Value)> fields);
}
