using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Scheduling;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scheduling;

/// <summary>A containment is looked at by the clock, on the sandbox account.</summary>
public sealed class LookTaskTests
{
    [Fact]
    public async Task What_somebody_undid_outside_is_told_once_and_not_changed()
    {
        await using var run = await StartAsync();
        Undo(run);
        var calls = run.Sandbox.Calls.Count;

        await TickAsync(run, LookSchedule.First);
        for (var day = 0; day < 3; day++)
        {
            await TickAsync(run, LookSchedule.Longest);
        }

        var record = await run.RecordAsync();
        Assert.Equal(ExecutionState.Regressed, record.State);
        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside], run.News);
        Assert.Contains("PublicAccessBlock", run.Outbox[^1].Record.Failure, StringComparison.Ordinal);
        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal(ExecutionState.Regressed, (await run.AuditAsync()).SelectMany(a => a.Trail).Last().To);
    }

    [Fact]
    public async Task A_newer_finding_contains_again_what_a_look_found_undone_and_a_release_restores_the_original()
    {
        await using var run = await StartAsync();
        Undo(run);
        await TickAsync(run, LookSchedule.First);
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };

        await run.ContainAsync();

        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside, NoticeKind.Contained], run.News);
        await run.AssertReleasesAsync();
        Assert.Empty((await run.RecordAsync()).Due);
    }

    [Fact]
    public async Task The_same_finding_again_does_not_contain_it_again()
    {
        await using var run = await StartAsync();
        Undo(run);
        await TickAsync(run, LookSchedule.First);

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.Equal(ExecutionState.Regressed, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task What_is_as_it_was_again_is_verified_again_and_told_anew_when_it_is_undone_once_more()
    {
        await using var run = await StartAsync();
        Undo(run);
        await TickAsync(run, LookSchedule.First);
        Block(run);

        await TickAsync(run, LookSchedule.Longest);
        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
        Undo(run);
        await TickAsync(run, LookSchedule.Longest);

        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside, NoticeKind.UndoneOutside], run.News);
    }

    [Fact]
    public async Task A_newer_finding_of_what_is_as_it_was_again_changes_nothing()
    {
        await using var run = await StartAsync();
        Undo(run);
        await TickAsync(run, LookSchedule.First);
        Block(run);
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };
        var calls = run.Sandbox.Calls.Count;

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
        await run.AssertReleasesAsync();
    }

    [Theory]
    [InlineData("AssumeRole")]
    [InlineData("GetPublicAccessBlock")]
    public async Task What_can_not_be_read_is_not_called_undone(string call)
    {
        await using var run = await StartAsync();
        Undo(run);
        run.Sandbox.Faults.On(call, Fault.AccessDenied);

        var look = Assert.Single(await TickAsync(run, LookSchedule.First));

        Assert.StartsWith("not known: ", look.Words, StringComparison.Ordinal);
        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
        Assert.Equal([NoticeKind.Contained], run.News);
        await TickAsync(run, LookSchedule.Longest);
        Assert.Equal(ExecutionState.Regressed, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task What_can_not_be_read_any_more_stays_undone()
    {
        await using var run = await StartAsync();
        Undo(run);
        await TickAsync(run, LookSchedule.First);
        run.Sandbox.Faults.On("GetPublicAccessBlock", Fault.AccessDenied);

        await TickAsync(run, LookSchedule.Longest);

        Assert.Equal(ExecutionState.Regressed, (await run.RecordAsync()).State);
        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside], run.News);
    }

    [Fact]
    public async Task What_stands_is_looked_at_ever_less_often_and_at_least_once_a_day()
    {
        await using var run = await StartAsync();
        var looks = new List<TimeSpan>();
        for (var time = run.Time.GetUtcNow(); looks.Count < 6;)
        {
            var due = Assert.Single((await run.RecordAsync()).Due);
            looks.Add(due.At - time);
            time = due.At;
            Assert.Equal("stands", Assert.Single(await TickAsync(run, due.At - run.Time.GetUtcNow())).Words);
        }

        Assert.Equal([0.25, 1, 4, 16, 24, 24], looks.Select(l => l.TotalHours));
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task A_release_that_is_due_goes_before_a_look()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket, p => p with { ReleaseAfter = TimeSpan.FromHours(8), ReleaseWarn = TimeSpan.FromHours(1) });
        await run.ContainAsync();

        await TickAsync(run, TimeSpan.FromHours(7));

        Assert.Equal(NoticeKind.ReleaseSoon, run.News[^1]);
    }

    [Fact]
    public async Task A_secret_that_is_rotated_again_at_its_time_is_not_undone_and_one_that_has_its_old_value_again_is()
    {
        const string Arn = $"arn:aws:secretsmanager:{Some.Region}:{Some.Account}:secret:orders/db-SaNdBx";
        var incident = Incidents.PublicBucket with
        {
            Seed = a => a.Region(Some.Region).Secrets["orders/db"] = new StoredSecret("orders/db", Arn, "hunter2") { RotationEnabled = true },
            Adapt = (_, f) => f with { Resources = [new ResourceRef(ResourceKinds.Secret, Arn) { Arn = Arn }] },
        };
        await using var run = await ScenarioRun.StartAsync(incident, p => p.Id == "s3-bucket-public" ? p with { On = [.. p.On.Select(t => t with { Resources = [ResourceKinds.Secret] })], Steps = [new PlaybookStep("rotate-secret", AllowIrreversible: true)] } : p);
        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        var secret = run.Region.Secrets["orders/db"];
        var old = (await run.RecordAsync()).Changes[0].Change.Before.ToString();

        secret.Version = "11111111-2222-4333-8444-555555555555";
        Assert.Equal("stands", Assert.Single(await TickAsync(run, LookSchedule.First)).Words);
        secret.Version = old;
        await TickAsync(run, LookSchedule.Longest);

        Assert.Equal(ExecutionState.Regressed, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task What_was_released_is_looked_at_no_more()
    {
        await using var run = await StartAsync();
        await run.AssertReleasesAsync();

        Assert.Empty(await TickAsync(run, TimeSpan.FromDays(2)));
    }

    [Fact]
    public async Task What_a_look_found_undone_is_released_only_by_force()
    {
        await using var run = await StartAsync();
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, false, true, false);
        await TickAsync(run, LookSchedule.First);

        await run.ReleaseAsync();
        Assert.Equal(ExecutionState.Drifted, (await run.RecordAsync()).State);
        await run.ReleaseAsync(force: true);

        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);
        Assert.Empty(run.Left());
    }

    [Theory]
    [InlineData("instance")]
    [InlineData("all access keys")]
    [InlineData("public bucket")]
    public async Task What_is_gone_is_neither_undone_nor_looked_at_any_more(string incident)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident));
        await run.ContainAsync();
        run.Region.InterfacesOf(Some.InstanceId).Select(n => n.Id).ToList().ForEach(id => run.Region.NetworkInterfaces.Remove(id));
        run.Region.Instances.Remove(Some.InstanceId);
        run.Account.Users.Remove(Incidents.User);
        run.Account.Buckets.Remove(Incidents.Bucket);

        Assert.Equal("what was contained is gone", Assert.Single(await TickAsync(run, LookSchedule.First)).Words);

        var record = await run.RecordAsync();
        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.Empty(record.Due);
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task What_was_in_place_before_the_response_is_not_called_undone()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        Block(run);
        await run.DeliverAsync();
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, false, true, false);

        await TickAsync(run, LookSchedule.First);

        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
        Assert.DoesNotContain(NoticeKind.UndoneOutside, run.News);
    }

    [Fact]
    public async Task What_is_undone_later_is_told_with_its_own_time()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AllAccessKeys);
        await run.ContainAsync();
        run.Account.Users[Incidents.User].AccessKeys[Incidents.Key].Status = "Active";
        await TickAsync(run, LookSchedule.First);
        await TickAsync(run, TimeSpan.FromDays(100));
        run.Account.Users[Incidents.User].AccessKeys[Incidents.OtherKey].Status = "Active";

        await TickAsync(run, LookSchedule.Longest);

        Assert.Equal([NoticeKind.Contained, NoticeKind.UndoneOutside, NoticeKind.UndoneOutside], run.News);
        Assert.Equal(run.Time.GetUtcNow(), run.Outbox[^1].Record.UpdatedAt);
    }

    [Fact]
    public async Task A_release_that_a_pause_holds_keeps_nobody_from_looking()
    {
        await using var run = await StartTimedAsync();
        var controls = ControlSource.InMemory(run.Time).Store;
        await controls.PutAsync(new Pause(new ControlScope(null, null)) { By = "alice", Why = "migration", At = run.Time.GetUtcNow() }, default);
        await run.TickAsync(TimeSpan.FromHours(9), controls);
        Undo(run);

        for (var day = 0; day < 3; day++)
        {
            await run.TickAsync(LookSchedule.Longest, controls);
        }

        Assert.Equal(1, run.News.Count(k => k == NoticeKind.UndoneOutside));
    }

    [Fact]
    public async Task After_a_release_that_could_not_be_made_it_is_still_looked_at()
    {
        await using var run = await StartTimedAsync();
        await TickAsync(run, TimeSpan.FromHours(7));
        run.Sandbox.Faults.On("AssumeRole", Fault.AccessDenied, times: 50);
        for (var i = 0; i < 10; i++)
        {
            await TickAsync(run, ReleaseSchedule.RetryAfter);
        }

        run.Sandbox.Faults.Clear();
        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
        Undo(run);
        await TickAsync(run, LookSchedule.Longest);

        Assert.Equal(ExecutionState.Regressed, (await run.RecordAsync()).State);
        Assert.Equal(NoticeKind.UndoneOutside, run.News[^1]);
    }

    [Fact]
    public async Task What_a_person_looked_at_is_verified_again_once_it_is_as_it_was()
    {
        await using var run = await StartAsync();
        Undo(run);
        await TickAsync(run, LookSchedule.First);
        await run.DeliverAsync(PlaybookMode.Observe, byOperator: true);
        Assert.Equal(ExecutionState.Drifted, (await run.RecordAsync()).State);
        Block(run);

        await TickAsync(run, LookSchedule.Longest);

        Assert.Equal(ExecutionState.Verified, (await run.RecordAsync()).State);
    }

    private static async Task<ScenarioRun> StartTimedAsync()
    {
        var run = await ScenarioRun.StartAsync(Incidents.PublicBucket, p => p with { ReleaseAfter = TimeSpan.FromHours(8), ReleaseWarn = TimeSpan.FromHours(1) });
        await run.ContainAsync();
        return run;
    }

    private static async Task<ScenarioRun> StartAsync()
    {
        var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        await run.ContainAsync();
        return run;
    }

    private static void Undo(ScenarioRun run) => run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = null;

    private static void Block(ScenarioRun run) => run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = new PublicAccessBlock(true, true, true, true);

    private static async Task<IReadOnlyList<DueOutcome>> TickAsync(ScenarioRun run, TimeSpan later)
    {
        var outcomes = await run.TickAsync(later);
        Assert.All(outcomes, o => Assert.Null(o.Error));
        return outcomes;
    }
}
