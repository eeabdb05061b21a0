using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Planning;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>What is not allowed, or not known, changes nothing; seen on the account, not on the verdict alone.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task Observe_mode_changes_nothing_and_tells_people_once()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);

        var record = await RanAsync(run, PlaybookMode.Observe);
        await RanAsync(run, PlaybookMode.Observe);

        Assert.Equal(ExecutionState.Observed, record.State);
        Assert.NotEmpty(record.Changes);
        AssertUntouched(run);
        Assert.Equal([NoticeKind.WouldRespond], run.News);
    }

    [Fact]
    public async Task The_shipped_playbooks_change_nothing_by_themselves()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);

        await run.DeliverAsync(mode: null);

        AssertUntouched(run);
    }

    [Fact]
    public async Task Approve_mode_waits_until_an_operator_enforces()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.AccessKey);

        Assert.Equal(ExecutionState.AwaitingApproval, (await RanAsync(run, PlaybookMode.Approve)).State);
        await RanAsync(run, PlaybookMode.Approve);
        AssertUntouched(run);

        Assert.IsType<RunResult.Ran>(await run.DeliverAsync(byOperator: true));
        run.AssertContained();
        Assert.Equal([NoticeKind.ApprovalNeeded, NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task A_sample_finding_is_only_observed_even_where_the_mode_is_enforce()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        run.Finding = run.Finding with { IsSample = true };

        Assert.IsType<Verdict.Observe>((await RanAsync(run)).Verdict);
        await run.DeliverAsync(byOperator: true);

        AssertUntouched(run);
    }

    [Theory]
    [InlineData("exempt", "instance")]
    [InlineData("protected", "instance")]
    [InlineData("exempt", "access key")]
    [InlineData("protected", "access key")]
    [InlineData("exempt", "public bucket")]
    [InlineData("protected", "public bucket")]
    public async Task A_live_tag_refuses(string tag, string incident)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident).With("tagged", a =>
        {
            var tags = a.Region(Some.Region).Instances.Values.FirstOrDefault()?.Tags ?? a.Users.Values.FirstOrDefault()?.Tags ?? a.Buckets[Incidents.Bucket].Tags!;
            tags["remediator"] = tag;
        }));

        var record = await RanAsync(run);

        Assert.Equal(ExecutionState.Refused, record.State);
        Assert.Contains($"remediator={tag}", record.Verdict!.Because, StringComparison.Ordinal);
        AssertUntouched(run);
        Assert.Equal([NoticeKind.Refused], run.News);
    }

    [Fact]
    public async Task Tags_that_stay_unreadable_ask_a_person_after_some_deliveries()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        run.Sandbox.Faults.On("GetBucketTagging", Fault.AccessDenied, times: 100);

        for (var delivery = 1; delivery < new RunnerOptions().PatientDeliveries; delivery++)
        {
            Assert.Equal(ExecutionState.Failed, (await RanAsync(run)).State);
        }

        Assert.Equal(ExecutionState.AwaitingApproval, (await RanAsync(run)).State);

        AssertUntouched(run);
        Assert.Equal([NoticeKind.Failed, NoticeKind.ApprovalNeeded], run.News);
    }

    [Fact]
    public async Task Tags_that_were_unreadable_once_stop_nothing()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.PublicBucket);
        run.Sandbox.Faults.On("GetBucketTagging", Fault.AccessDenied);

        await RanAsync(run);

        Assert.Equal(ExecutionState.Verified, (await RanAsync(run)).State);
    }

    [Theory]
    [InlineData("ec2-compromised", "DescribeInstances")]
    [InlineData("instance", "DescribeNetworkInterfaces")]
    [InlineData("instance", "DescribeSecurityGroups")]
    [InlineData("access key", "GetUser")]
    [InlineData("access key", "ListAccessKeys")]
    [InlineData("public bucket", "GetPublicAccessBlock")]
    public async Task A_state_that_cannot_be_read_fails_without_a_change_and_the_next_delivery_finishes(string incident, string read)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Named(incident));
        run.Sandbox.Faults.On(read, Fault.AccessDenied);

        var response = Assert.Single(await run.RespondAsync());
        Assert.True(response.NeedsRedelivery);
        Assert.Equal(ExecutionState.Failed, (await run.RecordAsync()).State);
        AssertUntouched(run);

        await run.ContainAsync();
        Assert.Equal([NoticeKind.Failed, NoticeKind.Contained], run.News);
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task What_one_step_cannot_read_does_not_stop_the_others()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.CompromisedInstance);
        run.Sandbox.Faults.On("GetInstanceProfile", Fault.Throttle);

        var record = await RanAsync(run);

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains("cut-role-sessions", record.Failure, StringComparison.Ordinal);
        var quarantine = Assert.Single(Incidents.QuarantineGroups(run.Account));
        Assert.All(run.Region.InterfacesOf(Some.InstanceId), i => Assert.Equal([quarantine.Id], i.Groups));

        await run.ContainAsync();
        await run.AssertReleasesAsync();
    }

    [Fact]
    public async Task In_observe_mode_what_a_crash_left_is_withheld()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", new Fault.Kill(true, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.DeliverAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
        var account = run.Sandbox.Snapshot();

        var withheld = Assert.IsType<RunResult.Withheld>(await run.DeliverAsync(PlaybookMode.Observe));

        Assert.Contains("did not finish", withheld.Reason, StringComparison.Ordinal);
        Assert.Equal(account, run.Sandbox.Snapshot());
        await run.ContainAsync();
    }

    private static async Task<ExecutionRecord> RanAsync(ScenarioRun run, PlaybookMode mode = PlaybookMode.Enforce) =>
        Assert.IsType<RunResult.Ran>(await run.DeliverAsync(mode)).Record;

    private static void AssertUntouched(ScenarioRun run)
    {
        Assert.Empty(run.ChangesSince(0));
        Assert.Empty(run.Differences());
    }
}
