using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class TerminationTests
{
    [Fact]
    public async Task SIGTERM_runs_the_exit_hooks_and_flushes_and_exits_zero()
    {
        using var lambda = new LambdaUnderTest();
        var flushed = false;
        lambda.Bootstrap.Hooks.BeforeExit(_ =>
        {
            flushed = true;
            return Task.CompletedTask;
        });
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(LambdaUnderTest.Answers("{}"));
        await lambda.Api.ReceivedAsync("POST invocation/1/response");

        lambda.Terminate();

        Assert.Equal(0, await lambda.ExitCodeAsync());
        Assert.True(flushed);
    }

    [Fact]
    public async Task SIGTERM_cancels_the_running_handler_and_its_answer_is_still_sent()
    {
        using var lambda = new LambdaUnderTest();
        var started = new TaskCompletionSource();
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(async (payload, _, cancellation) =>
        {
            var cancelled = new TaskCompletionSource();
            using var registration = cancellation.Register(cancelled.SetResult);
            started.SetResult();
            await cancelled.Task;
            return payload;
        });
        await started.Task;

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal("POST invocation/1/response", lambda.Api.Requests[^1].Call);
    }

    [Fact]
    public async Task SIGTERM_does_not_wait_for_a_handler_or_a_hook_that_never_ends()
    {
        var time = new FakeTime();
        using var lambda = new LambdaUnderTest(time);
        var started = new TaskCompletionSource();
        var never = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        lambda.Api.Invoke(new FakeInvocation("1") { Deadline = time.GetUtcNow().AddMinutes(5) });
        lambda.Bootstrap.Hooks.BeforeExit(_ => never.Task);
        lambda.Start((_, _, _) =>
        {
            started.SetResult();
            return never.Task;
        });
        await started.Task;

        lambda.Terminate();
        await time.TimerSetAsync(Pollers.Grace);
        time.Advance(Pollers.Grace);
        await time.TimerSetAsync(Pollers.Grace);
        time.Advance(Pollers.Grace);

        Assert.Equal(0, await lambda.ExitCodeAsync());
    }

    [Fact]
    public async Task SIGTERM_during_initialization_exits_zero_without_a_report()
    {
        using var lambda = new LambdaUnderTest();
        var started = new TaskCompletionSource();
        lambda.Start(LambdaUnderTest.Answers("{}"), async cancellation =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        });
        await started.Task;

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Empty(lambda.Api.Requests);
    }

    [Fact]
    public async Task Failed_exit_hook_is_logged_and_changes_no_exit_code()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Bootstrap.Hooks.BeforeExit(_ => throw new IOException("flush"));
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(LambdaUnderTest.Answers("{}"));
        await lambda.Api.ReceivedAsync("POST invocation/1/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Contains("A hook failed before exit", lambda.Log, StringComparison.Ordinal);
    }
}
