using Amazon.Runtime;
using Remediator.Execution;

namespace Remediator.Tests.Execution;

public sealed class AwsFailureTests
{
    [Fact]
    public void Says_the_code_and_the_message() => Assert.Equal("NoSuchBucket: gone", AwsFailure.Describe(Failure("NoSuchBucket", "gone")));

    [Fact]
    public void The_same_refusal_reads_the_same_each_time() =>
        Assert.Equal(
            AwsFailure.Describe(Failure("UnauthorizedOperation", "You are not authorized to perform this operation. Encoded authorization failure message: AbC1")),
            AwsFailure.Describe(Failure("UnauthorizedOperation", "You are not authorized to perform this operation. Encoded authorization failure message: XyZ2")));

    [Fact]
    public void A_defect_is_no_failed_call()
    {
        Assert.True(AwsFailure.IsExpected(Failure("Throttling", "Rate exceeded")));
        Assert.True(AwsFailure.IsExpected(new TaskCanceledException("slow", new TimeoutException())));
        Assert.False(AwsFailure.IsExpected(new OperationCanceledException()));
        Assert.False(AwsFailure.IsExpected(new InvalidOperationException()));
    }

    private static AmazonServiceException Failure(string code, string message) => new(message) { ErrorCode = code };
}
