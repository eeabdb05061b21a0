namespace Amazon.Lambda.Core;

/// <summary>What Lambda tells about the function and the invocation at hand.</summary>
public interface ILambdaContext
{
    string AwsRequestId { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    /// <summary>The function's or the alias's ARN, as the caller named it.</summary>
    string InvokedFunctionArn { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    /// <summary>0 when Lambda did not say.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>Time until Lambda kills the invocation; the handler's token fires half a second earlier.</summary>
    TimeSpan RemainingTime { get; }

    ILambdaLogger Logger { get; }

    /// <summary>The X-Ray trace header of this invocation.</summary>
    string? TraceId { get; }

    /// <summary>Set for functions in tenant isolation mode.</summary>
    string? TenantId { get; }

    /// <summary>Raw JSON that mobile SDKs send along.</summary>
    string? ClientContext { get; }

    /// <summary>Raw JSON about the Cognito identity of the caller.</summary>
    string? Identity { get; }
}
