using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>Deliveries that overlap, repeat or fail, and what the ledger holds meanwhile.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task While_one_worker_acts_another_is_told_that_it_is_busy()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        Response? other = null;
        run.Ledger.Saved = async saved =>
        {
            if (saved.State == ExecutionState.Planned)
            {
                run.Ledger.Saved = null;
                other = Assert.Single(await run.DeliverAtOnceAsync());
            }
        };

        await run.ContainAsync();

        var busy = Assert.IsType<RunResult.Busy>(Assert.IsType<Response.Ran>(other).Result);
        Assert.True(busy.Until > run.Time.GetUtcNow() - TimeSpan.FromMinutes(1));
        Assert.True(other!.NeedsRedelivery);
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task Of_two_workers_at_once_one_contains()
    {
        await using var alone = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await alone.ContainAsync();
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);

        var results = (await Task.WhenAll(run.DeliverAtOnceAsync(), run.DeliverAtOnceAsync())).Select(r => Assert.IsType<Response.Ran>(Assert.Single(r)).Result).ToList();

        Assert.Equal(ExecutionState.Verified, Assert.Single(results.OfType<RunResult.Ran>()).Record.State);
        Assert.Single(results, r => r is RunResult.Busy or RunResult.AlreadyHandled);
        run.AssertContained();
        Assert.Equal(Operations(alone), Operations(run));
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task A_worker_that_was_overtaken_stops_before_its_first_change()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        RunResult? overtaking = null;
        run.Ledger.Before = call =>
        {
            // The second call of the first worker would save its plan.
            if (call == 2)
            {
                run.Ledger.Clear();
                overtaking = run.DeliverAsync().GetAwaiter().GetResult();
            }
        };

        await Assert.ThrowsAsync<LeaseLostException>(() => run.DeliverAsync());

        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(overtaking).Record.State);
        run.AssertContained();
        Assert.Single(run.Sandbox.Calls, c => c.Operation == "CreateSnapshots");
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Theory]
    [InlineData("ec2-compromised")]
    [InlineData("access key")]
    [InlineData("public bucket")]
    public async Task The_plan_with_the_values_before_is_in_the_ledger_when_the_first_change_is_made(string incident)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident));
        ExecutionRecord? atFirstChange = null;
        run.Sandbox.Faults.When(call =>
        {
            atFirstChange ??= call.Changes ? run.RecordAsync().Result : null;
            return null;
        });

        var record = await run.ContainAsync();

        Assert.Equal(ExecutionState.Planned, atFirstChange!.State);
        Assert.Equal(record.Changes.Select(c => c.Change), atFirstChange.Changes.Select(c => c.Change));
    }

    [Theory]
    [InlineData("AssumeRole")]
    [InlineData("PutPublicAccessBlock")]
    public async Task The_same_failure_again_is_told_once_and_the_success_after_it_once(string operation)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        run.Sandbox.Faults.On(operation, Fault.AccessDenied, times: 3);

        for (var i = 0; i < 3; i++)
        {
            Assert.True(Assert.Single(await run.RespondAsync()).NeedsRedelivery);
            Assert.Equal([NoticeKind.Failed], run.News);
        }

        await run.ContainAsync();
        await run.DeliverAsync();
        Assert.Equal([NoticeKind.Failed, NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task Another_failure_than_the_last_is_told()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        run.Sandbox.Faults.On("PutPublicAccessBlock", Fault.AccessDenied);
        await run.DeliverAsync();
        run.Sandbox.Faults.On("PutPublicAccessBlock", new Fault.Refuse("NoSuchBucket", 404));
        await run.DeliverAsync();

        Assert.Equal([NoticeKind.Failed, NoticeKind.Failed], run.News);
    }

    [Fact]
    public async Task A_change_that_AWS_shows_late_is_waited_for()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var reads = 0;
        run.Sandbox.Faults.When(call =>
        {
            // The first read is the observation; the two after the write still see the old state.
            if (call.Operation == "GetPublicAccessBlock")
            {
                reads++;
                run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = reads <= 3 ? null : PublicAccessBlock.All;
            }

            return null;
        });

        await run.ContainAsync();

        Assert.Equal(4, reads);
        Assert.Equal([TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500)], run.Time.Waits);
    }

    [Fact]
    public async Task An_event_that_no_playbook_answers_or_that_is_none_ends_in_the_ledger_too()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);

        Assert.IsType<Response.Unmatched>(Assert.Single(await run.DeliverAsync(Shipped.Document("inspector2/lambda-vulnerability.json"))));
        Assert.IsType<Response.Rejected>(Assert.Single(await run.DeliverAsync("{}"u8.ToArray())));
        Assert.IsType<Response.Rejected>(Assert.Single(await run.DeliverAsync("{}"u8.ToArray())));

        Assert.Equal(["rejected", "unmatched"], (await run.Ledger.ListUnmatchedAsync(10, CancellationToken.None)).Select(u => u.Outcome).Order(StringComparer.Ordinal));
        Assert.Empty(run.Sandbox.Calls);
    }

    [Fact]
    public async Task A_finding_that_nothing_automatic_is_right_for_is_told_once_and_touches_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);

        var told = Assert.IsType<RunResult.Ran>(Assert.IsType<Response.Ran>(Assert.Single(await run.DeliverAsync(Shipped.Document("unknown-type.json")))).Result).Record;
        var again = Assert.IsType<Response.Ran>(Assert.Single(await run.DeliverAsync(Shipped.Document("unknown-type.json"))));

        Assert.Equal((ExecutionState.Observed, "unknown-finding"), (told.State, told.Key.Playbook));
        Assert.Contains("No playbook knows this type of finding", told.Verdict!.Because, StringComparison.Ordinal);
        Assert.IsType<RunResult.AlreadyHandled>(again.Result);
        Assert.False(again.NeedsRedelivery);
        Assert.Equal([NoticeKind.Reported], run.News);
        Assert.Empty(run.Sandbox.Calls);
    }

    [Fact]
    public async Task A_release_of_nothing_or_of_what_another_holds_does_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var runner = new ReleaseRunner(run.Ledger, run.Broker, run.Time, new RunnerOptions());
        ReleaseResult? meanwhile = null;
        run.Ledger.Saved = async saved =>
        {
            run.Ledger.Saved = null;
            meanwhile = await runner.ReleaseAsync(saved.Id, "operator", force: true, CancellationToken.None);
        };

        await run.ContainAsync();

        Assert.IsType<ReleaseResult.Busy>(meanwhile);
        Assert.IsType<ReleaseResult.NotFound>(await runner.ReleaseAsync("rx-unknown", "operator", force: true, CancellationToken.None));
    }

    private static IEnumerable<string> Operations(ScenarioRun run) =>
        run.Sandbox.Calls.Where(c => c.Changes).Select(c => c.Operation).Order(StringComparer.Ordinal);
}
