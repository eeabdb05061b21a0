using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Scheduling;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scheduling;

/// <content>What was in place already when it was to be contained.</content>
public sealed partial class TimedReleaseTests
{
    [Fact]
    public async Task What_was_found_in_place_because_another_execution_had_made_it_ends_with_its_own_time()
    {
        await using var run = await StartTwoKeysAsync();
        var one = await ContainAsync(run, Incidents.Key);
        run.Time.Advance(TimeSpan.FromHours(10));
        var two = await ContainAsync(run, Incidents.OtherKey);
        Assert.DoesNotContain(two.Changes, c => c.IsUndoable);
        Assert.Equal(two.UpdatedAt + After, two.Release!.At);

        await TickAsync(run, one.Release!.At!.Value - Warn - run.Time.GetUtcNow());
        await TickAsync(run, Warn);
        Assert.Equal(ExecutionState.Released, (await run.Ledger.FindAsync(one.Id, default))!.State);
        Assert.NotEmpty(run.Account.Users[Incidents.User].Policies);
        await TickAsync(run, two.Release.At!.Value - Warn - run.Time.GetUtcNow());
        await TickAsync(run, Warn);

        Assert.Equal(ExecutionState.Released, (await run.Ledger.FindAsync(two.Id, default))!.State);
        Assert.Empty(run.Left());
    }

    [Fact]
    public async Task What_was_found_in_place_because_another_execution_had_made_it_can_be_extended()
    {
        await using var run = await StartTwoKeysAsync();
        await ContainAsync(run, Incidents.Key);
        var two = await ContainAsync(run, Incidents.OtherKey);

        var extended = Assert.IsType<ExtendResult.Extended>(await Extender(run).ExtendAsync(two.Id, After, "alice", "forensics", "cli", default)).Record;

        Assert.Equal(two.Release!.At + After, extended.Release!.At);
    }

    [Fact]
    public async Task What_was_in_place_before_anything_was_contained_has_no_end()
    {
        await using var run = await StartAsync();
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, true, true, true);

        var contained = await run.ContainAsync();

        Assert.Null(contained.Release);
        Assert.DoesNotContain(contained.Due, w => ReleaseSchedule.Has(w.Kind));
        Assert.IsType<ExtendResult.NotContained>(await Extender(run).ExtendAsync(contained.Id, After, "alice", "x", "cli", default));
    }

    /// <summary>Two keys of one user; only the user's deny is planned, which the second finds in place.</summary>
    private static Task<ScenarioRun> StartTwoKeysAsync() => ScenarioRun.StartAsync(
        Incidents.AccessKey with { Steps = [new PlaybookStep("deny-user", default)] }, p => p with { ReleaseAfter = After, ReleaseWarn = Warn });
}
