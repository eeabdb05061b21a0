using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Scheduling;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scheduling;

/// <content>What is reported anew after its time has ended.</content>
public sealed partial class TimedReleaseTests
{
    [Fact]
    public async Task What_its_time_has_ended_is_contained_again_when_the_threat_is_reported_anew_and_people_read_why()
    {
        await using var run = await StartThreatAsync();
        var (_, ended) = await EndAsync(run);
        ReportAnew(run);

        var again = await run.ContainAsync();

        Assert.Equal([NoticeKind.Contained, NoticeKind.ReleaseSoon, NoticeKind.Released, NoticeKind.Contained], run.News);
        Assert.Equal($"contained until {ended:yyyy-MM-dd HH:mm:ss} UTC, when its time had come; the finding was reported anew since", ActiveAgain(run));
        Assert.Equal(again.UpdatedAt + After, again.Release!.At);
        await EndAsync(run);
        Assert.Empty(run.Left());
    }

    [Fact]
    public async Task Where_no_credentials_can_be_had_to_contain_it_again_people_are_told_and_the_delivery_comes_again()
    {
        await using var run = await StartThreatAsync();
        await EndAsync(run);
        ReportAnew(run);
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied);

        Assert.True(Assert.Single(await run.RespondAsync()).NeedsRedelivery);

        Assert.Equal(NoticeKind.Failed, run.News[^1]);
        await run.ContainAsync();
    }

    [Fact]
    public async Task A_version_from_before_the_end_contains_nothing_again()
    {
        await using var run = await StartThreatAsync();
        var (contained, _) = await EndAsync(run);
        run.Finding = run.Finding with { UpdatedAt = contained.UpdatedAt };
        var calls = run.Sandbox.Calls.Count;

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.Empty(run.ChangesSince(calls));
        Assert.Null(ActiveAgain(run));
    }

    [Fact]
    public async Task What_a_person_ended_before_its_time_stays_released_when_it_is_reported_anew()
    {
        await using var run = await StartThreatAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        await run.AssertReleasesAsync();
        ReportAnew(run);

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_an_end_that_was_cut_off_it_counts_who_began_it(bool byPerson)
    {
        await using var run = await StartThreatAsync();
        await run.ContainAsync();
        await TickAsync(run, After - Warn);
        using (var process = new CancellationTokenSource())
        {
            run.Sandbox.Faults.On("UpdateAccessKey", new Fault.Kill(true, process.Cancel));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => _ = byPerson ? (object)await run.ReleaseAsync(cancel: process.Token) : await run.TickAsync(Warn, null, process.Token));
        }

        run.Sandbox.Faults.Clear();
        Assert.Equal(ExecutionState.Releasing, (await run.RecordAsync()).State);
        await TickAsync(run, Warn);
        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);
        ReportAnew(run);

        var result = await run.DeliverAsync();

        Assert.Equal(byPerson, result is RunResult.AlreadyHandled);
    }

    /// <summary>That the bucket is public is what the release restored, and no news.</summary>
    [Fact]
    public async Task A_setting_that_its_time_put_back_is_not_contained_again()
    {
        await using var run = await StartAsync();
        await EndAsync(run);
        ReportAnew(run);

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
    }

    [Fact]
    public async Task A_person_who_is_asked_about_it_again_reads_why()
    {
        await using var run = await StartThreatAsync();
        await EndAsync(run);
        ReportAnew(run);

        await run.DeliverAsync(PlaybookMode.Approve);

        Assert.Equal(NoticeKind.ApprovalNeeded, run.News[^1]);
        Assert.StartsWith("contained until ", ActiveAgain(run), StringComparison.Ordinal);
    }

    private static string? ActiveAgain(ScenarioRun run) => new NoticeRenderer().Render(run.Outbox[^1]).Facts.SingleOrDefault(f => f.Label == "Active again")?.Value;

    private static void ReportAnew(ScenarioRun run)
    {
        run.Time.Advance(TimeSpan.FromHours(1));
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };
    }

    /// <summary>Contains it, if it is not, and lets its time pass.</summary>
    private static async Task<(ExecutionRecord Contained, DateTimeOffset Ended)> EndAsync(ScenarioRun run)
    {
        var contained = await run.FindRecordAsync() is { State: ExecutionState.Verified } standing ? standing : await run.ContainAsync();
        await TickAsync(run, After - Warn);
        await TickAsync(run, Warn);
        var record = await run.RecordAsync();
        Assert.Equal(ExecutionState.Released, record.State);
        return (contained, record.UpdatedAt);
    }

    private static Task<ScenarioRun> StartThreatAsync() => ScenarioRun.StartAsync(Incidents.AccessKey, p => p with { ReleaseAfter = After, ReleaseWarn = Warn });
}
