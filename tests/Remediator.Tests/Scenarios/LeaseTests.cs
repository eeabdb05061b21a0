using System.Text;
using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>One worker for each execution, one execution for each resource, and no change by whoever lost either.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task Another_finding_of_the_resource_waits_and_says_for_whom()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        Response? other = null;
        run.Ledger.Saved = async saved =>
        {
            run.Ledger.Saved = null;
            run.Finding = run.Finding with { Id = "arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/another" };
            other = Assert.Single(await run.DeliverAtOnceAsync());
        };

        await run.DeliverAsync();

        var first = Assert.Single(await run.RecordsAsync(), r => r.State == ExecutionState.Verified);
        Assert.True(other!.NeedsRedelivery);
        Assert.Contains($"AWS::EC2::Instance i-0a1b2c3d4e5f60718 of 111122223333 in eu-west-1 is held by execution {first.Id} until", other.WhyUnfinished, StringComparison.Ordinal);
        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_never_learnt_of_its_claim_holds_up_the_next_for_no_longer_than_a_lease(bool isDone)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        if (isDone)
        {
            await run.ContainAsync();
            run.Time.Advance(TimeSpan.FromMinutes(10));
        }

        var claim = run.Ledger.Calls + 1;
        run.Ledger.After = call =>
        {
            if (call == claim)
            {
                throw new HttpRequestException("the connection was lost");
            }
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => run.DeliverAtOnceAsync());
        run.Ledger.Clear();

        var busy = Assert.IsType<RunResult.Busy>(Assert.IsType<Response.Ran>(Assert.Single(await run.DeliverAtOnceAsync())).Result);
        Assert.InRange(busy.Until - run.Time.GetUtcNow(), TimeSpan.Zero, new RunnerOptions().Lease);
        run.Time.Advance(busy.Until - run.Time.GetUtcNow());
        await run.DeliverAtOnceAsync();

        var record = await run.RecordAsync();
        Assert.Equal(ExecutionState.Verified, record.State);
        Assert.True(record.LeaseUntil <= run.Time.GetUtcNow());
        Assert.Equal([NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task A_worker_that_is_overtaken_between_two_changes_makes_no_other()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        var (others, after) = (new List<string>(), 0);
        AtSecondChange(run, saves: 2, () =>
        {
            var before = run.Sandbox.Calls.Count;
            Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(run.DeliverAsync().GetAwaiter().GetResult()).Record.State);
            others.AddRange(run.ChangesSince(before));
            after = run.Sandbox.Calls.Count;
        });

        await Assert.ThrowsAsync<LeaseLostException>(() => run.DeliverAsync());

        Assert.NotEmpty(others);
        Assert.True(run.ChangesSince(after).Count == 0, string.Join(", ", run.ChangesSince(after)));
        run.AssertContained();
        Assert.Single(run.News);
    }

    [Fact]
    public async Task A_worker_whose_resource_another_execution_has_taken_makes_no_other_change()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        var after = 0;
        AtSecondChange(run, saves: 2, () =>
        {
            run.Finding = run.Finding with { Id = "arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/another" };
            Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(run.DeliverAsync().GetAwaiter().GetResult()).Record.State);
            after = run.Sandbox.Calls.Count;
        });

        await Assert.ThrowsAsync<LeaseLostException>(() => run.DeliverAsync());

        Assert.True(run.ChangesSince(after).Count == 0, string.Join(", ", run.ChangesSince(after)));
    }

    [Fact]
    public async Task A_run_that_takes_long_and_is_alone_prolongs_its_lease_and_ends()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        AtFirstChange(run, () => run.Time.Advance(TimeSpan.FromMinutes(5)));

        var record = await run.ContainAsync();

        Assert.Contains(await run.Ledger.ListAuditAsync(record.Id, CancellationToken.None), a => a.Record.State == ExecutionState.Applying);
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task A_release_that_is_overtaken_makes_no_other_change()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        await run.ContainAsync();
        var after = 0;
        AtSecondChange(run, saves: 1, () =>
        {
            Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(run.ReleaseAsync().GetAwaiter().GetResult()).Record.State);
            after = run.Sandbox.Calls.Count;
        });

        await Assert.ThrowsAsync<LeaseLostException>(() => run.ReleaseAsync());

        Assert.True(run.ChangesSince(after).Count == 0, string.Join(", ", run.ChangesSince(after)));
        Assert.Equal(ExecutionState.Released, (await run.RecordAsync()).State);
    }

    [Fact]
    public async Task Two_findings_of_one_event_about_one_resource_are_both_answered()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        var one = JsonNode.Parse(Shipped.Document(Incidents.Instance.Sample))!;
        var two = one.DeepClone();
        var detail = two["detail"]!;
        (detail["id"], detail["arn"]) = ("another", $"{detail["arn"]!.GetValue<string>()}0");

        var responses = await run.DeliverAsync(Encoding.UTF8.GetBytes(new JsonArray(one, two).ToJsonString()));

        Assert.All(responses, r => Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(Assert.IsType<Response.Ran>(r).Result).Record.State));
        Assert.Equal(2, (await run.RecordsAsync()).Count);
    }

    /// <summary>Time passes with the first change, and somebody else comes when the worker asks for more of it.</summary>
    /// <param name="saves">The calls of the ledger until then.</param>
    private static void AtSecondChange(ScenarioRun run, int saves, Action then)
    {
        var renewal = run.Ledger.Calls + saves + 1;
        run.Ledger.Before = call =>
        {
            if (call == renewal)
            {
                run.Ledger.Clear();
                then();
            }
        };
        AtFirstChange(run, () => run.Time.Advance(TimeSpan.FromMinutes(5)));
    }

    private static void AtFirstChange(ScenarioRun run, Action then)
    {
        var wasReached = 0;
        run.Sandbox.Faults.When(call =>
        {
            if (call.Changes && Interlocked.Exchange(ref wasReached, 1) == 0)
            {
                then();
            }

            return null;
        });
    }
}
