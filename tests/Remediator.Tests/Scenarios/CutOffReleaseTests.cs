using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Scheduling;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>A release whose process dies half-way: what it has undone is never taken for somebody else's doing.</summary>
public sealed class CutOffReleaseTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Is_on_record_before_the_first_write(bool takesEffect)
    {
        await using var run = await CutOffAsync(takesEffect);

        Assert.Equal(ExecutionState.Releasing, (await run.RecordAsync()).State);
        Assert.Equal((ExecutionState.Verified, ExecutionState.Releasing), ((await run.AuditAsync())[^1].Trail[0].From, (await run.AuditAsync())[^1].Trail[0].To));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newer_finding_waits_for_it_and_nobody_hears_of_drift(bool byOperator)
    {
        await using var run = await CutOffAsync(takesEffect: true);
        var calls = run.Sandbox.Calls.Count;
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };

        var answer = Assert.Single(await run.RespondAsync(byOperator: byOperator));

        Assert.True(answer.NeedsRedelivery);
        Assert.Contains("a release of it has begun", answer.WhyUnfinished, StringComparison.Ordinal);
        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal([NoticeKind.Contained], run.News);
        await run.AssertReleasesAsync();
        Assert.Equal([NoticeKind.Contained, NoticeKind.Released], run.News);
        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
    }

    [Fact]
    public async Task The_next_run_of_what_is_due_finishes_it_whoever_began()
    {
        await using var run = await CutOffAsync(takesEffect: true);

        await TickAsync(run, ControlSource.InMemory(run.Time).Store);

        var released = await run.RecordAsync();
        Assert.Equal(ExecutionState.Released, released.State);
        Assert.Empty(released.Due);
        Assert.Empty(run.Left());
        Assert.Equal([NoticeKind.Contained, NoticeKind.Released], run.News);
    }

    [Fact]
    public async Task A_pause_holds_it()
    {
        await using var run = await CutOffAsync(takesEffect: false);
        var controls = ControlSource.InMemory(run.Time).Store;
        await controls.PutAsync(new Pause(new ControlScope(null, null)) { By = "alice", Why = "migration", At = run.Time.GetUtcNow() }, default);

        var outcome = Assert.Single(await TickAsync(run, controls));

        Assert.Contains("migration", outcome.Words, StringComparison.Ordinal);
        Assert.Equal(ExecutionState.Releasing, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task What_somebody_changes_meanwhile_still_stops_it()
    {
        await using var run = await CutOffAsync(takesEffect: false);
        run.Account.Users[Incidents.User].AccessKeys[Incidents.Key].Status = "Active";

        // Whether the release had taken it away already, beside its other write, is all the same.
        run.Account.Users[Incidents.User].Policies[UserDenyPolicy.PolicyName] = "{}";

        var stopped = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;

        Assert.Equal(ExecutionState.Drifted, stopped.State);
        Assert.StartsWith("a release that had begun could not be finished", stopped.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(stopped.Due, w => ReleaseSchedule.Has(w.Kind));
    }

    /// <summary>Contained, and a release that died with its first or second write.</summary>
    private static async Task<ScenarioRun> CutOffAsync(bool takesEffect)
    {
        var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        await run.ContainAsync();
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("UpdateAccessKey", new Fault.Kill(takesEffect, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.ReleaseAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
        return run;
    }

    private static Task<IReadOnlyList<DueOutcome>> TickAsync(ScenarioRun run, IControlStore controls) => run.TickAsync(TimeSpan.FromMinutes(5), controls);
}
