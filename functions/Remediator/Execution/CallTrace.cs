using Amazon.Runtime;

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

    /// <summary>Makes a client's calls known to whoever traces them.</summary>
    public static void Observe(AmazonServiceClient client)
    {
        client.AfterResponseEvent += (_, e) =>
        {
            if (e is WebServiceResponseEventArgs answer)
            {
                Add(answer.ServiceName, answer.Request, RequestId(answer.ResponseHeaders), null);
            }
        };
        client.ExceptionEvent += (_, e) =>
        {
            if (e is WebServiceExceptionEventArgs failure)
            {
                var refused = failure.Exception as AmazonServiceException;
                Add(failure.ServiceName, failure.Request, refused?.RequestId, refused?.ErrorCode is { Length: > 0 } code ? code : failure.Exception.GetType().Name);
            }
        };
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

    private static void Add(string service, AmazonWebServiceRequest request, string? id, string? error)
    {
        var operation = request.GetType().Name;
        operation = operation.EndsWith("Request", StringComparison.Ordinal) ? operation[..^"Request".Length] : operation;
        Note(service.StartsWith("Amazon", StringComparison.Ordinal) ? service["Amazon".Length..].TrimStart('.') : service, operation, id, error);
    }

    private static string? RequestId(IDictionary<string, string>? headers) =>
        headers?.FirstOrDefault(h => h.Key.Equals("x-amzn-RequestId", StringComparison.OrdinalIgnoreCase) || h.Key.Equals("x-amz-request-id", StringComparison.OrdinalIgnoreCase)).Value;
}
