using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Remediator.Execution;

/// <summary>Collects the AWS calls that one piece of work makes, failed ones too.</summary>
/// <remarks>Follows the flow of the call, so that changes made side by side through the same client do not mix. Costs no call of its own.</remarks>
internal sealed class CallTrace
{
    private static readonly AsyncLocal<CallTrace?> Current = new();

    private readonly Lock _lock = new();
    private readonly List<AwsCall> _calls = [];

    /// <summary>In the order of the answers; null for none.</summary>
    public IReadOnlyList<AwsCall>? Calls
    {
        get
        {
            lock (_lock)
            {
                return _calls.Count == 0 ? null : [.. _calls];
            }
        }
    }

    public async Task RecordAsync(Func<Task> work)
    {
        Current.Value = this;
        await work().ConfigureAwait(false);
    }

    /// <summary>Makes a call known that no AWS client made.</summary>
    public static void Note(string service, string operation, string? id, string? error)
    {
        if (Current.Value is not { } trace)
        {
            return;
        }

        lock (trace._lock)
        {
            trace._calls.Add(new AwsCall(service, operation, id, error));
        }
    }

    /// <summary>Makes the call of an AWS client known, once it has an answer.</summary>
    public static void Answered(IExecutionContext call)
    {
        if (Current.Value is not null)
        {
            var answer = call.ResponseContext.HttpResponse;
            Note(Service(call), Operation(call), Header(answer, "x-amzn-RequestId") ?? Header(answer, "x-amz-request-id"), null);
        }
    }

    /// <summary>Makes the call of an AWS client known that failed for good.</summary>
    public static void Failed(IExecutionContext call, Exception failure)
    {
        var refused = failure as AmazonServiceException;
        Note(Service(call), Operation(call), refused?.RequestId, refused?.ErrorCode is { Length: > 0 } code ? code : failure.GetType().Name);
    }

    private static string Service(IExecutionContext call)
    {
        // None before the request is marshalled.
        var service = call.RequestContext.Request?.ServiceName ?? call.RequestContext.ServiceMetaData.ServiceId;
        return service.StartsWith("Amazon", StringComparison.Ordinal) ? service["Amazon".Length..].TrimStart('.') : service;
    }

    private static string Operation(IExecutionContext call)
    {
        var request = call.RequestContext.OriginalRequest.GetType().Name;
        return request.EndsWith("Request", StringComparison.Ordinal) ? request[..^"Request".Length] : request;
    }

    private static string? Header(IWebResponseData? answer, string name) => answer?.GetHeaderValue(name) is { Length: > 0 } value ? value : null;
}
