using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class InitFailureTests
{
    [Fact]
    public async Task Failed_initialization_is_logged_and_posted_to_init_error_and_exits_non_zero()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Start(LambdaUnderTest.Answers("{}"), _ => throw new InvalidOperationException("no playbooks"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        var report = Assert.Single(lambda.Api.Requests);
        Assert.Equal("POST init/error", report.Call);
        Assert.Equal("InvalidOperationException", report.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("application/vnd.aws.lambda.error+json", report.Headers["Content-Type"]);
        Assert.Equal("no playbooks", report.Json.GetProperty("errorMessage").GetString());
        Assert.Contains("no playbooks", lambda.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, Break.None)]
    [InlineData(500, Break.None)]
    [InlineData(202, Break.BeforeTheAnswer)]
    internal async Task Exits_non_zero_even_when_the_report_does_not_arrive(int status, Break where)
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Answer = _ => new FakeReply(status, "{}", where);
        lambda.Start(LambdaUnderTest.Answers("{}"), _ => throw new InvalidOperationException("no playbooks"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Contains("no playbooks", lambda.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initializes_before_it_asks_for_the_first_event()
    {
        using var lambda = new LambdaUnderTest();
        var requestsAtInit = -1;
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(LambdaUnderTest.Answers("{}"), _ =>
        {
            requestsAtInit = lambda.Api.Requests.Count;
            return Task.CompletedTask;
        });
        await lambda.Api.ReceivedAsync("POST invocation/1/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal(0, requestsAtInit);
    }
}
