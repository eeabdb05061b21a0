using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class SnapStartTests
{
    private static readonly (string, string?) Mode = ("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

    [Fact]
    public async Task SnapStart_runs_the_hooks_around_restore_next_and_then_polls()
    {
        using var lambda = new LambdaUnderTest(null, null, Mode);
        var steps = new List<string>();
        Task Note(string step)
        {
            lock (steps) steps.Add(step);
            return Task.CompletedTask;
        }

        lambda.Api.Answer = request =>
        {
            if (request.Method == "GET") _ = Note(request.Call);
            return null;
        };
        lambda.Bootstrap.Hooks.BeforeSnapshot(_ => Note("before 1"));
        lambda.Bootstrap.Hooks.BeforeSnapshot(_ => Note("before 2"));
        lambda.Bootstrap.Hooks.AfterRestore(_ => Note("after 1"));
        lambda.Bootstrap.Hooks.AfterRestore(_ => Note("after 2"));
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(LambdaUnderTest.Answers("{}"), _ => Note("init"));
        await lambda.Api.ReceivedAsync("POST invocation/1/response");

        Assert.Equal(0, await lambda.StopAsync());
        Assert.Equal(["init", "before 2", "before 1", "GET restore/next", "after 1", "after 2", "GET invocation/next"], steps.Take(7));
    }

    [Fact]
    public async Task Failed_before_snapshot_hook_is_an_init_error_and_exits_1()
    {
        using var lambda = new LambdaUnderTest(null, null, Mode);
        lambda.Bootstrap.Hooks.BeforeSnapshot(_ => throw new InvalidOperationException("warm-up"));
        lambda.Start(LambdaUnderTest.Answers("{}"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        var report = Assert.Single(lambda.Api.Requests);
        Assert.Equal("POST init/error", report.Call);
        Assert.Equal("Runtime.BeforeSnapshotError", report.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("Runtime.BeforeSnapshotError", report.Json.GetProperty("errorType").GetString());
        Assert.Equal("warm-up", report.Json.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Failed_after_restore_hook_is_a_restore_error_and_exits_1()
    {
        using var lambda = new LambdaUnderTest(null, null, Mode);
        lambda.Bootstrap.Hooks.AfterRestore(_ => throw new InvalidOperationException("credentials"));
        lambda.Start(LambdaUnderTest.Answers("{}"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Equal(["GET restore/next", "POST restore/error"], lambda.Api.Requests.Select(request => request.Call));
        var report = lambda.Api.Requests[1];
        Assert.Equal("Runtime.AfterRestoreError", report.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("application/vnd.aws.lambda.error+json", report.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Failed_restore_next_exits_1()
    {
        using var lambda = new LambdaUnderTest(null, null, Mode);
        lambda.Api.Answer = _ => new FakeReply(500);
        lambda.Start(LambdaUnderTest.Answers("{}"));

        Assert.Equal(1, await lambda.ExitCodeAsync());
        Assert.Equal(["GET restore/next"], lambda.Api.Requests.Select(request => request.Call));
    }

    [Fact]
    public async Task Without_SnapStart_no_snapshot_hook_runs()
    {
        using var lambda = new LambdaUnderTest(null, null, ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"));
        lambda.Bootstrap.Hooks.BeforeSnapshot(_ => throw new InvalidOperationException("must not run"));
        lambda.Bootstrap.Hooks.AfterRestore(_ => throw new InvalidOperationException("must not run"));
        lambda.Api.Invoke(new FakeInvocation("1"));
        lambda.Start(LambdaUnderTest.Answers("{}"));
        await lambda.Api.ReceivedAsync("POST invocation/1/response");

        Assert.Equal(0, await lambda.StopAsync());
    }
}
