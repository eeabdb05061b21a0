using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>One invocation, as its handler sees it.</summary>
internal sealed class LambdaContext(Invocation invocation, LambdaSettings settings, ILambdaLogger log, TimeProvider time) : ILambdaContext
{
    public string AwsRequestId => invocation.RequestId;

    public string FunctionName => settings.FunctionName;

    public string FunctionVersion => settings.FunctionVersion;

    public string InvokedFunctionArn => invocation.FunctionArn;

    public string LogGroupName => settings.LogGroupName;

    public string LogStreamName => settings.LogStreamName;

    public int MemoryLimitInMB => settings.MemoryMegabytes ?? 0;

    public TimeSpan RemainingTime => invocation.Deadline - time.GetUtcNow();

    public ILambdaLogger Logger => log;

    public string? TraceId => invocation.TraceId;

    public string? TenantId => invocation.TenantId;

    public string? ClientContext => invocation.ClientContext;

    public string? Identity => invocation.CognitoIdentity;
}
