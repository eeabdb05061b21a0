using Amazon.Lambda.Core;

namespace Remediator.FaultMatrix.Simulation;

/// <summary>An invocation whose log is kept for the failing case alone.</summary>
internal sealed class QuietContext(string requestId, List<string> log) : ILambdaContext, ILambdaLogger
{
    public string AwsRequestId => requestId;

    public string FunctionName => "Remediator-Respond";

    public string FunctionVersion => "1";

    public string InvokedFunctionArn => "arn:aws:lambda:eu-west-1:111122223333:function:Remediator-Respond";

    public string LogGroupName => "group";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 512;

    public TimeSpan RemainingTime => TimeSpan.FromMinutes(1);

    public ILambdaLogger Logger => this;

    public string? TraceId => null;

    public string? TenantId => null;

    public string? ClientContext => null;

    public string? Identity => null;

    public bool IsEnabled(LogLevel level) => true;

    public void Log(LogLevel level, string message, Exception? exception, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (exception is not (null or Remediator.Execution.LeaseLostException))
        {
            log.Add($"{message}: {exception}");
        }
    }
}
