using System.Net;
using Amazon.Runtime;

namespace Remediator.Execution;

/// <summary>Tells failures of AWS calls, which are expected, from defects, which are not.</summary>
public static class AwsFailure
{
    /// <summary>EC2 ends a refusal with an opaque text that is another one each time: the same failure would look like news.</summary>
    private const string Opaque = " Encoded authorization failure message:";

    /// <summary>Whether an exception is a failed call: its outcome is unknown or refused, and the next delivery may try again.</summary>
    public static bool IsExpected(Exception e) =>
        e is AmazonClientException or AmazonServiceException or HttpRequestException or TimeoutException or IOException or RemediationException
        || (e is OperationCanceledException { InnerException: TimeoutException });

    /// <summary>Whether a thing that was just made may not have come to be known everywhere: https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html.</summary>
    public static bool MayBeTooEarly(Exception e) =>
        e is AmazonServiceException { ErrorCode: { } code } && (code.EndsWith(".NotFound", StringComparison.Ordinal) || code.EndsWith(".Duplicate", StringComparison.Ordinal));

    /// <summary>Whether AWS says that there is no such thing.</summary>
    public static bool IsNoSuch(Exception e) =>
        e is AmazonServiceException { ErrorCode: { } code }
        && (code.EndsWith("NotFound", StringComparison.Ordinal) || code.EndsWith("NotFoundException", StringComparison.Ordinal) || code is "NoSuchBucket" or "NoSuchEntity" or "NoSuchEntityException");

    /// <summary>Whether AWS says that the caller may not.</summary>
    public static bool IsRefused(Exception e) => e switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => true,
        AmazonServiceException { ErrorCode: { } code } => code.StartsWith("AccessDenied", StringComparison.Ordinal) || code.StartsWith("Unauthorized", StringComparison.Ordinal),
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => true,
        _ => false,
    };

    /// <summary>One line for people: the error code and message, without request bodies or credentials.</summary>
    public static string Describe(Exception e) => e switch
    {
        AmazonServiceException { ErrorCode: { Length: > 0 } code } s => $"{code}: {s.Message.Split(Opaque, 2)[0]}",
        _ => e.Message,
    };
}

/// <summary>A change that can't be made as planned, and why: for attributes to throw.</summary>
public sealed class RemediationException(string message) : Exception(message);
