using Remediator.Attributes;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>Two findings rely on one value: it stays until the last is released, and then is what it was before the first.</summary>
public sealed class SharedStateTests
{
    [Theory]
    [InlineData("access key", true)]
    [InlineData("access key", false)]
    [InlineData("instance", true)]
    [InlineData("instance", false)]
    [InlineData("ec2-compromised", true)]
    [InlineData("ec2-compromised", false)]
    [InlineData("half-blocked bucket", true)]
    public async Task A_release_leaves_what_another_finding_relies_on_and_the_last_restores_the_original(string incident, bool firstFirst)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident));
        var ids = new[] { await ContainAsync(run, "one"), await ContainAsync(run, "two") };
        var problems = run.Incident.Problems(run.Account, (await run.RecordsAsync())[0]).ToList();

        var kept = await ReleasedAsync(run, ids[firstFirst ? 0 : 1]);

        Assert.Contains(kept.Changes, c => c.Status == ChangeStatus.Shared && c.Error == $"execution {ids[firstFirst ? 1 : 0]} still relies on it");
        Assert.NotEmpty(run.Left());
        Assert.True(run.Incident.Problems(run.Account, kept).Count() <= problems.Count + 1);

        await ReleasedAsync(run, ids[firstFirst ? 1 : 0]);
        Assert.Empty(run.Left());
    }

    [Fact]
    public async Task Two_keys_of_one_user_rely_on_one_deny()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        var one = await ContainAsync(run, "one");
        var resource = Assert.Single(run.Finding.Resources, r => r.Kind == ResourceKinds.AccessKey);
        run.Finding = run.Finding with { Resources = [resource with { Id = Incidents.OtherKey, Details = resource.Details.SetItem(ResourceDetails.AccessKeyId, Incidents.OtherKey) }] };
        var two = await ContainAsync(run, "two");

        var preview = Assert.IsType<ReleaseResult.Preview>(await new ReleaseRunner(run.Ledger, run.Broker, run.Time, new RunnerOptions()).PreviewAsync(one, default)).Record;
        var released = await ReleasedAsync(run, one);

        Assert.Contains(preview.Changes, c => c.Status == ChangeStatus.Shared && c.Error == $"execution {two} still relies on it");
        Assert.Equal(preview.Changes.Select(c => c.Status == ChangeStatus.Shared), released.Changes.Select(c => c.Status == ChangeStatus.Shared));
        var user = run.Account.Users[Incidents.User];
        Assert.Equal("Active", user.AccessKeys[Incidents.Key].Status);
        Assert.Equal("Inactive", user.AccessKeys[Incidents.OtherKey].Status);
        Assert.NotEmpty(user.Policies);
        await ReleasedAsync(run, two);
        Assert.Empty(run.Left());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_person_set_between_two_containments_is_what_the_last_release_restores(bool firstFirst)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var one = await ContainAsync(run, "one");
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = Partial;
        var two = await ContainAsync(run, "two");

        await ReleasedAsync(run, firstFirst ? one : two);
        Assert.Equal(AllOn, run.Account.Buckets[Incidents.Bucket].PublicAccessBlock);
        await ReleasedAsync(run, firstFirst ? two : one);

        Assert.Equal(Partial, run.Account.Buckets[Incidents.Bucket].PublicAccessBlock);
    }

    [Fact]
    public async Task What_a_person_set_is_restored_also_where_the_first_execution_was_planned_again_for_more_since()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var one = await ContainAsync(run, "one");
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = Partial;
        var two = await ContainAsync(run, "two");
        await ReleasedAsync(run, two);
        var (first, second) = (await run.Ledger.FindAsync(one, default), await run.Ledger.FindAsync(two, default));

        var released = SharedChanges.Apply(first! with { PlannedAt = run.Time.GetUtcNow() }, [second!]);

        Assert.Equal(BucketPublicAccessBlock.Value(true, true, false, false), Assert.Single(released.Changes).Change.Before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_last_release_also_restores_what_the_first_found_when_it_had_to_contain_again(bool firstFirst)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var one = await ContainAsync(run, "one");
        var two = await ContainAsync(run, "two");
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = Partial;
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };
        await ContainAsync(run, "one");

        await ReleasedAsync(run, firstFirst ? one : two);
        await ReleasedAsync(run, firstFirst ? two : one);

        Assert.Equal(Partial, run.Account.Buckets[Incidents.Bucket].PublicAccessBlock);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_second_finding_found_half_written_by_the_first_is_nobodys_value_before(bool firstFirst)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.ExposedInstance);
        run.Sandbox.Faults.On("AuthorizeSecurityGroupIngress", new Fault.DropAfterEffect(), 2);
        run.Finding = run.Finding with { Id = "one" };
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        var two = await ContainAsync(run, "two");
        var one = await ContainAsync(run, "one");

        await ReleasedAsync(run, firstFirst ? one : two);
        await ReleasedAsync(run, firstFirst ? two : one);

        Assert.Equal([(0, 1024)], OpenToEverybody(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_looks_half_written_after_the_first_was_done_is_what_a_person_set(bool firstFirst)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.ExposedInstance);
        var one = await ContainAsync(run, "one");
        run.Region.SecurityGroups[Incidents.Web].Rules[Incidents.WideRule] = new SecurityGroupRule(false, "tcp", 0, 1024) { CidrIpv4 = "0.0.0.0/0" };
        var two = await ContainAsync(run, "two");

        await ReleasedAsync(run, firstFirst ? one : two);
        await ReleasedAsync(run, firstFirst ? two : one);

        Assert.Equal([(0, 21), (0, 1024), (23, 1024)], OpenToEverybody(run));
    }

    [Fact]
    public async Task What_somebody_has_changed_since_the_last_containment_stops_the_last_release()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var one = await ContainAsync(run, "one");
        var two = await ContainAsync(run, "two");
        await ReleasedAsync(run, one);
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = Partial;
        var calls = run.Sandbox.Calls.Count;

        var stopped = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(two)).Record;

        Assert.Equal(ExecutionState.Drifted, stopped.State);
        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal(Partial, run.Account.Buckets[Incidents.Bucket].PublicAccessBlock);
    }

    [Fact]
    public async Task What_a_person_closed_after_the_last_release_is_not_taken_for_the_engines()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        var one = await ContainAsync(run, "one");
        var two = await ContainAsync(run, "two");
        await ReleasedAsync(run, one);
        await ReleasedAsync(run, two);
        run.Account.Buckets[Incidents.Bucket].PublicAccessBlock = AllOn;
        var three = await ContainAsync(run, "three");

        Assert.IsType<ReleaseResult.NothingToRelease>(await run.ReleaseAsync(three));

        Assert.Equal(AllOn, run.Account.Buckets[Incidents.Bucket].PublicAccessBlock);
    }

    [Fact]
    public async Task What_was_only_observed_relies_on_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        var one = await ContainAsync(run, "one");
        run.Finding = run.Finding with { Id = "two" };
        await run.DeliverAsync(PlaybookMode.Observe);

        await ReleasedAsync(run, one);

        Assert.Empty(run.Left());
    }

    [Fact]
    public async Task What_was_released_and_is_contained_again_meanwhile_is_restored_to_the_original()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        var one = await ContainAsync(run, "one");
        var two = await ContainAsync(run, "two");
        await ReleasedAsync(run, one);
        run.Finding = run.Finding with { Id = "one" };
        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(await run.DeliverAsync(byOperator: true)).Record.State);

        await ReleasedAsync(run, two);
        Assert.NotEmpty(run.Left());
        await ReleasedAsync(run, one);

        Assert.Empty(run.Left());
    }

    [Fact]
    public async Task A_release_waits_for_another_execution_that_works_on_what_it_would_put_back()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        var one = await ContainAsync(run, "one");
        var resource = Assert.Single(run.Finding.Resources, r => r.Kind == ResourceKinds.AccessKey);
        run.Finding = run.Finding with { Id = "two", Resources = [resource with { Id = Incidents.OtherKey, Details = resource.Details.SetItem(ResourceDetails.AccessKeyId, Incidents.OtherKey) }] };
        ReleaseResult? meanwhile = null;
        run.Ledger.Saved = async saved =>
        {
            if (saved.State == ExecutionState.Planned)
            {
                run.Ledger.Saved = null;
                meanwhile = await new ReleaseRunner(run.Ledger, run.Broker, run.Time, new RunnerOptions()).ReleaseAsync(one, "operator", force: false, CancellationToken.None);
            }
        };

        await run.DeliverAsync();

        Assert.IsType<ReleaseResult.Busy>(meanwhile);
        Assert.NotEmpty(run.Account.Users[Incidents.User].Policies);
    }

    [Fact]
    public async Task A_release_that_leaves_something_says_so()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);
        var one = await ContainAsync(run, "one");
        await ContainAsync(run, "two");

        var notice = Notices.Render(NoticeKind.Released, await ReleasedAsync(run, one));

        Assert.StartsWith("Released, and still contained", notice.Headline, StringComparison.Ordinal);
        Assert.Contains(notice.Changes, c => c.Status.StartsWith("left in place: execution rx-", StringComparison.Ordinal));
    }

    private static PublicAccessBlock Partial { get; } = new(true, true, false, false);

    private static PublicAccessBlock AllOn { get; } = new(true, true, true, true);

    private static IEnumerable<(int From, int To)> OpenToEverybody(ScenarioRun run) =>
        run.Region.SecurityGroups[Incidents.Web].Rules.Values.Where(r => !r.IsEgress && r.CidrIpv4 == "0.0.0.0/0").Select(r => (r.FromPort, r.ToPort)).Order();

    private static async Task<string> ContainAsync(ScenarioRun run, string finding)
    {
        run.Finding = run.Finding with { Id = finding };
        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;
        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure}");
        return record.Id;
    }

    private static async Task<ExecutionRecord> ReleasedAsync(ScenarioRun run, string id)
    {
        var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(id)).Record;
        Assert.True(record.State == ExecutionState.Released, $"{record.State}: {record.Failure}");
        return record;
    }
}
