using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Speaks_version_2018_06_01_with_its_own_user_agent_over_one_kept_connection()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start(LambdaUnderTest.Answers("{}"));
        await lambda.Api.ReceivedAsync("POST invocation/2/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.All(lambda.Api.Requests, request => Assert.StartsWith("/2018-06-01/runtime/", request.Path, StringComparison.Ordinal));
        Assert.All(lambda.Api.Requests, request => Assert.StartsWith("remediator-lambda-dotnet/", request.Headers["User-Agent"], StringComparison.Ordinal));
        Assert.All(lambda.Api.Requests, request => Assert.DoesNotContain("traceparent", request.Headers.Keys));
        Assert.Single(lambda.Api.Requests.Select(request => request.Connection).Distinct());
    }

    [Fact]
    public void Has_no_timeout_since_next_blocks_while_the_environment_is_frozen()
    {
        using var http = RuntimeApiHttp.Create(new Uri("http://127.0.0.1:9001/"));

        Assert.Equal(Timeout.InfiniteTimeSpan, http.Timeout);
    }

    [Fact]
    public async Task Follows_no_redirect()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Answer = _ => new FakeReply(307, "", Break.None, ("Location", $"http://{lambda.Api.Address}/elsewhere"));
        lambda.Start(LambdaUnderTest.Answers("{}"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Equal(["GET invocation/next"], lambda.Api.Requests.Select(request => request.Call));
        Assert.Contains("answered 307", lambda.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a host")]
    public async Task Says_that_it_runs_in_Lambda_only_when_AWS_LAMBDA_RUNTIME_API_is_missing(string? address)
    {
        using var lambda = new LambdaUnderTest(null, null, ("AWS_LAMBDA_RUNTIME_API", address));
        lambda.Start(LambdaUnderTest.Answers("{}"), _ => throw new InvalidOperationException("must not run"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Contains("AWS_LAMBDA_RUNTIME_API", lambda.Log, StringComparison.Ordinal);
        Assert.Contains("remediator command", lambda.Log, StringComparison.Ordinal);
        Assert.Empty(lambda.Api.Requests);
    }
}
