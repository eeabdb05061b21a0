using System.Text;
using Amazon.Lambda.Core;
using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class InvocationTests
{
    [Fact]
    public async Task Hands_the_event_and_all_its_headers_to_the_handler_and_posts_the_answer()
    {
        var time = new FakeTime();
        using var lambda = new LambdaUnderTest(time, null, ("AWS_LAMBDA_FUNCTION_NAME", "respond"), ("AWS_LAMBDA_FUNCTION_VERSION", "7"),
            ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/respond"), ("AWS_LAMBDA_LOG_STREAM_NAME", "2026/03/01/[7]abc"));
        ILambdaContext? seen = null;
        TimeSpan remaining = default;
        lambda.Api.Invoke(new FakeInvocation("8476a536", """{"détail":"é"}""")
        {
            Deadline = time.GetUtcNow().AddSeconds(30),
            MoreHeaders =
            [
                ("lambda-runtime-aws-tenant-id", "tenant-é"),
                ("LAMBDA-RUNTIME-CLIENT-CONTEXT", """{"client":1}"""),
                ("Lambda-Runtime-Cognito-Identity", """{"identity":2}"""),
            ],
        });
        lambda.Start((payload, context, _) =>
        {
            (seen, remaining) = (context, context.RemainingTime);
            return Task.FromResult(payload);
        });
        var answer = await lambda.Api.ReceivedAsync("POST invocation/8476a536/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal("""{"détail":"é"}""", answer.Text);
        Assert.Equal("application/json", answer.Headers["Content-Type"]);
        Assert.NotNull(seen);
        Assert.Equal("8476a536", seen.AwsRequestId);
        Assert.Equal("arn:aws:lambda:eu-west-1:111122223333:function:respond", seen.InvokedFunctionArn);
        Assert.Equal("Root=1-8476a536;Sampled=1", seen.TraceId);
        Assert.Equal("tenant-é", seen.TenantId);
        Assert.Equal("""{"client":1}""", seen.ClientContext);
        Assert.Equal("""{"identity":2}""", seen.Identity);
        Assert.Equal(TimeSpan.FromSeconds(30), remaining);
        Assert.Equal(("respond", "7"), (seen.FunctionName, seen.FunctionVersion));
        Assert.Equal(("/aws/lambda/respond", "2026/03/01/[7]abc"), (seen.LogGroupName, seen.LogStreamName));
        Assert.Equal(0, seen.MemoryLimitInMB);
    }

    [Fact]
    public async Task Posts_an_empty_answer_as_an_empty_body()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start((_, _, _) => Task.FromResult(ReadOnlyMemory<byte>.Empty));

        Assert.Empty((await lambda.Api.ReceivedAsync("POST invocation/1/response")).Body);
        Assert.Equal(0, await lambda.StopAsync());
    }

    [Fact]
    public async Task Exits_non_zero_when_next_names_no_request_id()
    {
        using var lambda = new LambdaUnderTest();
        var handled = false;
        lambda.Api.Invoke(new FakeReply(200, "{}", Break.None, ("Lambda-Runtime-Deadline-Ms", "1")));
        lambda.Start((_, _, _) =>
        {
            handled = true;
            return Task.FromResult(ReadOnlyMemory<byte>.Empty);
        });

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.False(handled);
        Assert.Contains("Lambda-Runtime-Aws-Request-Id", lambda.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("9007199254740993")]
    [InlineData("soon")]
    public async Task Takes_fifteen_minutes_for_a_deadline_that_cannot_be(string deadline)
    {
        var time = new FakeTime();
        using var lambda = new LambdaUnderTest(time);
        lambda.Api.Invoke(new FakeReply(200, "{}", Break.None, ("Lambda-Runtime-Aws-Request-Id", "1"), ("Lambda-Runtime-Deadline-Ms", deadline)));
        lambda.Start((_, context, _) => Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes($"{context.RemainingTime}")));

        Assert.Equal("00:15:00", (await lambda.Api.ReceivedAsync("POST invocation/1/response")).Text);
        Assert.Equal(0, await lambda.StopAsync());
    }
}
