using System.Globalization;
using System.Net.Http.Headers;

namespace Remediator.Lambda;

/// <summary>Turns the answer of <c>invocation/next</c> into an invocation.</summary>
internal static class InvocationReader
{
    /// <summary>Lambda's longest time-out, for an answer that names no deadline.</summary>
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    public static Invocation Read(HttpResponseHeaders headers, ReadOnlyMemory<byte> payload, TimeProvider time)
    {
        var requestId = Header(headers, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new RuntimeApiException("GET invocation/next answered without Lambda-Runtime-Aws-Request-Id: no result could be sent back");
        return new Invocation(requestId, Deadline(Header(headers, "Lambda-Runtime-Deadline-Ms"), time), payload)
        {
            FunctionArn = Header(headers, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
            TraceId = Header(headers, "Lambda-Runtime-Trace-Id"),
            TenantId = Header(headers, "Lambda-Runtime-Aws-Tenant-Id"),
            ClientContext = Header(headers, "Lambda-Runtime-Client-Context"),
            CognitoIdentity = Header(headers, "Lambda-Runtime-Cognito-Identity"),
        };
    }

    private static DateTimeOffset Deadline(string? milliseconds, TimeProvider time)
    {
        var latest = time.GetUtcNow() + LongestInvocation;
        return long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value < latest.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(value)
                : latest;
    }

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && string.Join(",", values) is { Length: > 0 } value ? value : null;
}
