using Amazon.Lambda.Core;

namespace Remediator.Tests.Support;

/// <summary>An invocation whose log can be read afterwards.</summary>
public sealed class RecordingContext : ILambdaContext, ILambdaLogger
{
    /// <summary>Message and fields of each record.</summary>
    public List<string> Lines { get; } = [];

    public string AwsRequestId => "request-1";

    public string FunctionName => "Remediator-Respond";

    public string FunctionVersion => "1";

    public string InvokedFunctionArn => "arn:aws:lambda:eu-central-1:111122223333:function:Remediator-Respond";

    public string LogGroupName => "group";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 512;

    public TimeSpan RemainingTime => TimeSpan.FromMinutes(5);

    public ILambdaLogger Logger => this;

    public string? TraceId => null;

    public string? TenantId => null;

    public string? ClientContext => null;

    public string? Identity => null;

    public bool IsEnabled(LogLevel level) => true;

    public void Log(LogLevel level, string message, Exception? exception, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var line = $"{level}: {message}";
        foreach (var (name, value) in fields)
        {
            line += $" {name}={value}";
        }

        lock (Lines)
        {
            Lines.Add(line + (exception is null ? "" : $" {exception.Message}"));
        }
    }
}
