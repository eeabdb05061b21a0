using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class ResponseTests
{
    private const int SixMegabytes = 6 * 1024 * 1024;

    [Fact]
    public async Task Response_of_exactly_6_MB_is_sent()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start((_, _, _) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[SixMegabytes]));

        Assert.Equal(SixMegabytes, (await lambda.Api.ReceivedAsync("POST invocation/1/response")).Body.Length);
        Assert.Equal(0, await lambda.StopAsync());
    }

    [Fact]
    public async Task Response_over_6_MB_is_reported_as_an_error_and_polling_goes_on()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start((_, context, _) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[context.AwsRequestId == "1" ? SixMegabytes + 1 : 1]));
        var error = await lambda.Api.ReceivedAsync("POST invocation/1/error");
        await lambda.Api.ReceivedAsync("POST invocation/2/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal("ResponseTooLargeException", error.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains("6291457 bytes", error.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(lambda.Api.Requests, request => request.Call == "POST invocation/1/response");
    }

    [Fact]
    public async Task Response_refused_with_413_is_reported_as_an_error_and_polling_goes_on()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Answer = request => request.Call == "POST invocation/1/response" ? new FakeReply(413, """{"errorType":"RequestEntityTooLarge"}""") : null;
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start(LambdaUnderTest.Answers("{}"));
        var error = await lambda.Api.ReceivedAsync("POST invocation/1/error");
        await lambda.Api.ReceivedAsync("POST invocation/2/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal("ResponseTooLargeException", error.Json.GetProperty("errorType").GetString());
        Assert.Contains("RequestEntityTooLarge", lambda.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_refused_with_400_is_logged_and_polling_goes_on()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Answer = request => request.Call == "POST invocation/1/response" ? new FakeReply(400, """{"errorType":"InvalidRequestID"}""") : null;
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start(LambdaUnderTest.Answers("{}"));
        await lambda.Api.ReceivedAsync("POST invocation/2/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.DoesNotContain(lambda.Api.Requests, request => request.Call == "POST invocation/1/error");
        Assert.Contains("InvalidRequestID", lambda.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET invocation/next", 500)]
    [InlineData("GET invocation/next", 503)]
    [InlineData("GET invocation/next", 403)]
    [InlineData("POST invocation/1/response", 500)]
    [InlineData("POST invocation/2/error", 500)]
    public async Task Runtime_API_failure_exits_promptly_and_non_zero(string failing, int status)
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Answer = request => request.Call == failing ? new FakeReply(status, """{"errorMessage":"container error"}""") : null;
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start((payload, context, _) => context.AwsRequestId == "2" ? throw new InvalidOperationException("boom") : Task.FromResult(payload));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Equal(failing, lambda.Api.Requests[^1].Call);
        Assert.Contains($"{failing} answered {status}", lambda.Log, StringComparison.Ordinal);
    }
}
