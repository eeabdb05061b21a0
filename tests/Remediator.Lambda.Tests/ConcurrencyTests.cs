using Amazon.Lambda.Core;
using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Max_concurrency_runs_that_many_pollers_and_keeps_request_ids_and_logs_apart()
    {
        const int Pollers = 4;
        using var lambda = new LambdaUnderTest(null, null, ("AWS_LAMBDA_MAX_CONCURRENCY", $"{Pollers}"), ("AWS_LAMBDA_LOG_FORMAT", "JSON"));
        using var allRun = new Barrier(Pollers);
        var ids = Enumerable.Range(0, 3 * Pollers).Select(i => $"id-{i}").ToArray();
        foreach (var id in ids) lambda.Api.Invoke(new FakeInvocation(id, $"\"{id}\""));
        lambda.Start(async (payload, context, cancellation) =>
        {
            // Blocks: with fewer than four threads in four pollers at once the barrier would never open.
            allRun.SignalAndWait(cancellation);
            context.Logger.LogInformation("before", ("id", context.AwsRequestId));
            await Task.Yield();
            await Task.Run(() => context.Logger.LogInformation("after", ("id", context.AwsRequestId)), cancellation);
            return payload;
        });
        foreach (var id in ids) Assert.Equal($"\"{id}\"", (await lambda.Api.ReceivedAsync($"POST invocation/{id}/response")).Text);

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal(2 * ids.Length, lambda.JsonLog.Length);
        Assert.All(lambda.JsonLog, line => Assert.Equal(line.GetProperty("id").GetString(), line.GetProperty("requestId").GetString()));
        Assert.All(lambda.JsonLog, line => Assert.Contains(line.GetProperty("id").GetString()!, line.GetProperty("traceId").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Multi_concurrency_writes_no_process_wide_state()
    {
        using var lambda = new LambdaUnderTest(null, null, ("AWS_LAMBDA_MAX_CONCURRENCY", "1"));
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(LambdaUnderTest.Answers("{}"));
        await lambda.Api.ReceivedAsync("POST invocation/1/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Empty(lambda.VariablesSet);
    }

    [Fact]
    public async Task One_failed_poller_ends_the_process_although_others_wait()
    {
        using var lambda = new LambdaUnderTest(null, null, ("AWS_LAMBDA_MAX_CONCURRENCY", "3"));
        lambda.Api.Answer = request => request.Call == "POST invocation/1/response" ? new FakeReply(500) : null;
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(LambdaUnderTest.Answers("{}"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Contains("answered 500", lambda.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("12", 12)]
    public void Max_concurrency_is_read_from_the_environment(string? value, int? expected) =>
        Assert.Equal(expected, Read(value));

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("many")]
    public void Max_concurrency_that_cannot_be_read_gives_at_least_two_pollers(string value) =>
        Assert.InRange(Read(value) ?? 0, 2, int.MaxValue);

    private static int? Read(string? value) =>
        LambdaSettings.Read(name => name == "AWS_LAMBDA_MAX_CONCURRENCY" ? value : null).MaxConcurrency;
}
