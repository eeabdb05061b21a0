namespace Remediator.Execution;

/// <summary>One call of an AWS API, by which CloudTrail and AWS's support find it again.</summary>
/// <param name="Service">As the SDK names it: <c>EC2</c>, <c>IAM</c>, <c>S3</c>, ...</param>
/// <param name="RequestId">AWS's own id of the call; null where no answer came.</param>
/// <param name="Error">The error code of a refused call.</param>
public sealed record AwsCall(string Service, string Operation, string? RequestId, string? Error = null);
