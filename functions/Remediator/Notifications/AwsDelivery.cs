using System.Net;
using Amazon.Runtime;

namespace Remediator.Notifications;

/// <summary>Whether a failed AWS call is worth another try.</summary>
internal static class AwsDelivery
{
    public static FailureKind KindOf(Exception e) => e is AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } refused
        && refused.StatusCode != HttpStatusCode.TooManyRequests
        && refused.ErrorCode?.Contains("Throttl", StringComparison.OrdinalIgnoreCase) != true
            ? FailureKind.Permanent
            : FailureKind.Temporary;
}
