using Amazon.S3;
using Remediator.Execution;

namespace Remediator.Attributes;

/// <summary>Says what S3's terse refusals mean for a bucket that a finding names.</summary>
internal static class S3Failure
{
    public static bool NeedsWords(AmazonS3Exception e) => IsDenied(e) || IsElsewhere(e);

    /// <summary>The same failure with a message that says what to look at.</summary>
    public static AmazonS3Exception Explain(AmazonS3Exception e, string bucket, AwsSession aws) =>
        new(
            IsElsewhere(e)
                ? $"bucket {bucket} is not reachable through Region {aws.Region}: it is in another Region; respond to it there ({e.Message})"
                : $"access to bucket {bucket} is denied: account {aws.Account} does not own it (any more), or the action role or the bucket's policy does not allow the call ({e.Message})",
            e,
            e.ErrorType,
            e.ErrorCode,
            e.RequestId,
            e.StatusCode);

    private static bool IsDenied(AmazonS3Exception e) => e.ErrorCode is "AccessDenied" or "AllAccessDisabled";

    private static bool IsElsewhere(AmazonS3Exception e) =>
        e.ErrorCode is "PermanentRedirect" or "TemporaryRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException";
}
