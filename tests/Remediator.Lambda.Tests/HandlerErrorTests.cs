using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class HandlerErrorTests
{
    [Fact]
    public async Task Handler_exception_is_logged_and_reported_with_its_chain_of_causes_and_polling_goes_on()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start(async (payload, context, _) =>
        {
            await Task.Yield();
            return context.AwsRequestId == "2" ? payload : throw new InvalidOperationException("outer é", new ArgumentException("middle", new IOException("inner")));
        });
        var report = await lambda.Api.ReceivedAsync("POST invocation/1/error");
        await lambda.Api.ReceivedAsync("POST invocation/2/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal("InvalidOperationException", report.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("application/vnd.aws.lambda.error+json", report.Headers["Content-Type"]);
        Assert.Equal("InvalidOperationException", report.Json.GetProperty("errorType").GetString());
        Assert.Equal("outer é", report.Json.GetProperty("errorMessage").GetString());
        Assert.NotEqual(0, report.Json.GetProperty("stackTrace").GetArrayLength());
        var middle = report.Json.GetProperty("cause");
        Assert.Equal("ArgumentException", middle.GetProperty("errorType").GetString());
        Assert.Equal("inner", middle.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Contains("outer é", lambda.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_thrown_before_the_first_await_is_reported_too()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(LambdaUnderTest.Throws(new InvalidOperationException("at once")));

        Assert.Equal("at once", (await lambda.Api.ReceivedAsync("POST invocation/1/error")).Json.GetProperty("errorMessage").GetString());
        Assert.Equal(0, await lambda.StopAsync());
    }

    [Fact]
    public async Task Refused_error_report_is_logged_and_polling_goes_on()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Answer = request => request.Call == "POST invocation/1/error" ? new FakeReply(400) : null;
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start(LambdaUnderTest.Throws(new InvalidOperationException("boom")));
        await lambda.Api.ReceivedAsync("POST invocation/2/error");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Contains("The error report was refused", lambda.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_id_is_escaped_in_the_path()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("../a b"));
        lambda.Start(LambdaUnderTest.Answers("{}"));

        await lambda.Api.ReceivedAsync("POST invocation/..%2Fa%20b/response");
        Assert.Equal(0, await lambda.StopAsync());
    }
}
