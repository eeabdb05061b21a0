using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class CrashTests
{
    [Theory]
    [InlineData("GET invocation/next", Break.BeforeTheAnswer)]
    [InlineData("GET invocation/next", Break.InTheHeaders)]
    [InlineData("GET invocation/next", Break.InTheBody)]
    [InlineData("POST invocation/1/response", Break.BeforeTheAnswer)]
    [InlineData("POST invocation/1/response", Break.InTheHeaders)]
    [InlineData("POST invocation/1/response", Break.InTheBody)]
    [InlineData("POST invocation/2/error", Break.BeforeTheAnswer)]
    [InlineData("POST invocation/2/error", Break.InTheBody)]
    internal async Task Connection_dropped_midway_exits_non_zero(string failing, Break where)
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Answer = request => request.Call == failing ? new FakeReply(200, "{\"half\":1}", where, ("Lambda-Runtime-Aws-Request-Id", "1")) : null;
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start((payload, context, _) => context.AwsRequestId == "2" ? throw new InvalidOperationException("boom") : Task.FromResult(payload));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Contains($"{failing} got no whole answer", lambda.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_an_event_never_reaches_the_handler()
    {
        using var lambda = new LambdaUnderTest();
        var handled = false;
        lambda.Api.Invoke(new FakeInvocation("1", """{"Records":[{"messageId":"a"},{"messageId":"b"}]}""").Reply with { Break = Break.InTheBody });
        lambda.Start((payload, _, _) =>
        {
            handled = true;
            return Task.FromResult(payload);
        });

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.False(handled);
    }

    [Fact]
    public async Task Runtime_API_that_nobody_serves_exits_non_zero()
    {
        using var lambda = new LambdaUnderTest(null, null, ("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1"));
        lambda.Start(LambdaUnderTest.Answers("{}"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Contains("GET invocation/next got no whole answer", lambda.Log, StringComparison.Ordinal);
    }
}
