using System.Text;
using Amazon.Runtime;
using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class TraceIdTests
{
    private const string Variable = "_X_AMZN_TRACE_ID";

    [Fact]
    public async Task Trace_id_goes_into_the_environment_for_each_invocation()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeReply(200, "{}", Break.None, ("Lambda-Runtime-Aws-Request-Id", "2")));
        lambda.Start(LambdaUnderTest.Answers("{}"));
        await lambda.Api.ReceivedAsync("POST invocation/2/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal([(Variable, "Root=1-1;Sampled=1"), (Variable, null)], lambda.VariablesSet);
    }

    [Fact]
    public async Task Trace_id_flows_through_the_SDK_context_under_multi_concurrency()
    {
        using var lambda = new LambdaUnderTest(null, id => SDKTaskContext.Default.Set(Variable, id), ("AWS_LAMBDA_MAX_CONCURRENCY", "2"));
        var bothRun = new Barrier(2);
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Api.Invoke(new FakeInvocation("2"));
        lambda.Start(async (_, _, cancellation) =>
        {
            bothRun.SignalAndWait(cancellation);
            await Task.Yield();
            return Encoding.UTF8.GetBytes($"{SDKTaskContext.Default.Get(Variable)}");
        });
        var first = await lambda.Api.ReceivedAsync("POST invocation/1/response");
        var second = await lambda.Api.ReceivedAsync("POST invocation/2/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal("Root=1-1;Sampled=1", first.Text);
        Assert.Equal("Root=1-2;Sampled=1", second.Text);
        Assert.Empty(lambda.VariablesSet);
    }
}
