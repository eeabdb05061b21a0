using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class DeadlineTests
{
    [Fact]
    public async Task Handler_is_cancelled_half_a_second_before_its_deadline_and_not_earlier()
    {
        var time = new FakeTime();
        using var lambda = new LambdaUnderTest(time);
        var started = new TaskCompletionSource<CancellationToken>();
        lambda.Api.Invoke(new FakeInvocation("1") { Deadline = time.GetUtcNow().AddSeconds(3) });
        lambda.Start(async (payload, _, cancellation) =>
        {
            started.SetResult(cancellation);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return payload;
        });
        var token = await started.Task;

        time.Advance(TimeSpan.FromMilliseconds(2499));
        Assert.False(token.IsCancellationRequested);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(token.IsCancellationRequested);

        var error = (await lambda.Api.ReceivedAsync("POST invocation/1/error")).Json;
        Assert.Equal("TimeoutException", error.GetProperty("errorType").GetString());
        Assert.Contains("time-out", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal("TaskCanceledException", error.GetProperty("cause").GetProperty("errorType").GetString());
        Assert.Equal(0, await lambda.StopAsync());
    }

    [Fact]
    public async Task Answer_given_after_the_cancellation_is_still_sent()
    {
        var time = new FakeTime();
        using var lambda = new LambdaUnderTest(time);
        var started = new TaskCompletionSource();
        lambda.Api.Invoke(new FakeInvocation("1") { Deadline = time.GetUtcNow().AddSeconds(3) });
        lambda.Start(async (payload, _, cancellation) =>
        {
            var cancelled = new TaskCompletionSource();
            using var registration = cancellation.Register(cancelled.SetResult);
            started.SetResult();
            await cancelled.Task;
            return payload;
        });
        await started.Task;
        time.Advance(TimeSpan.FromSeconds(2.5));

        await lambda.Api.ReceivedAsync("POST invocation/1/response");
        Assert.Equal(0, await lambda.StopAsync());
    }

    [Fact]
    public async Task Event_that_arrives_past_its_deadline_is_cancelled_from_the_start()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1") { Deadline = DateTimeOffset.UtcNow.AddMinutes(-1) });
        lambda.Start(async (payload, _, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return payload;
        });

        Assert.Equal("TimeoutException", (await lambda.Api.ReceivedAsync("POST invocation/1/error")).Json.GetProperty("errorType").GetString());
        Assert.Equal(0, await lambda.StopAsync());
    }
}
