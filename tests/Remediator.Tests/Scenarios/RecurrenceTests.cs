using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>Config and others keep one id for ever: what occurs anew after a release is told from what a person has released.</summary>
public sealed class RecurrenceTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_bucket_that_was_closed_after_the_release_and_opened_again_is_contained_again()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.HalfBlockedBucket);
        await ReleasedAsync(run);
        await SettleAsync(run, run.Time.GetUtcNow() + Hour);

        Evaluate(run, run.Time.GetUtcNow() + Hour);
        await run.ContainAsync();

        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task That_a_release_made_the_bucket_public_again_is_no_new_occurrence()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.HalfBlockedBucket);
        await run.ContainAsync();
        await SettleAsync(run, run.Time.GetUtcNow());
        await run.AssertReleasesAsync();
        var calls = run.Sandbox.Calls.Count;

        Evaluate(run, run.Time.GetUtcNow() + Hour);

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
        Assert.Empty(run.ChangesSince(calls));
    }

    [Fact]
    public async Task That_the_containment_settled_it_is_no_new_occurrence_though_the_event_comes_after_the_release()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.HalfBlockedBucket);
        await run.ContainAsync();
        var closed = run.Time.GetUtcNow();
        await run.AssertReleasesAsync();
        await SettleAsync(run, closed);

        Evaluate(run, run.Time.GetUtcNow() + Hour);

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
    }

    [Fact]
    public async Task What_was_sent_before_it_was_settled_is_no_new_occurrence()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.HalfBlockedBucket);
        await ReleasedAsync(run);
        var opened = run.Time.GetUtcNow() + Hour;
        await SettleAsync(run, opened + Hour);

        Evaluate(run, opened);

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
    }

    private static async Task ReleasedAsync(ScenarioRun run)
    {
        await run.ContainAsync();
        await run.AssertReleasesAsync();
    }

    /// <summary>The source says that the rule is kept again.</summary>
    private static async Task SettleAsync(ScenarioRun run, DateTimeOffset at)
    {
        var active = run.Finding;
        run.Finding = active with { Status = FindingStatus.Resolved, UpdatedAt = at };
        if (at > run.Time.GetUtcNow())
        {
            run.Time.Advance(at - run.Time.GetUtcNow());
        }

        Assert.IsType<Response.Unmatched>(Assert.Single(await run.RespondAsync()));
        run.Finding = active;
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, true, false, false);
    }

    private static void Evaluate(ScenarioRun run, DateTimeOffset at) => run.Finding = run.Finding with { UpdatedAt = at };
}
