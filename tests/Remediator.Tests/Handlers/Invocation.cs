using Amazon.Lambda.Core;

namespace Remediator.Tests.Handlers;

/// <summary>An invocation that keeps its log.</summary>
internal sealed class Invocation : ILambdaContext, ILambdaLogger
{
    public List<string> Log { get; } = [];

    public string AwsRequestId => "request-1";

    public string FunctionName => "remediator";

    public string FunctionVersion => "1";

    public string InvokedFunctionArn => "arn:aws:lambda:eu-west-1:111122223333:function:remediator";

    public string LogGroupName => "group";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 512;

    public TimeSpan RemainingTime { get; init; } = TimeSpan.FromMinutes(1);

    public ILambdaLogger Logger => this;

    public string? TraceId => null;

    public string? TenantId => null;

    public string? ClientContext => null;

    public string? Identity => null;

    public bool IsEnabled(LogLevel level) => true;

    void ILambdaLogger.Log(LogLevel level, string message, Exception? exception, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        lock (Log)
        {
            Log.Add($"{level}: {message}");
        }
    }
}
