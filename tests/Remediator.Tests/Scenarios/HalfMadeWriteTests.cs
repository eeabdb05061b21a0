using System.Text.Json;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>A write of several calls that stopped between two of them is the engine's own until it was read back whole, whatever fails meanwhile.</summary>
public sealed class HalfMadeWriteTests
{
    private const string Another = "arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/another";

    private static readonly PlaybookStep[] Steps = [new("close-exposed-port", JsonElement.Parse("""{"ports":[22]}""")), new("require-imdsv2")];

    [Fact]
    public async Task A_containment_that_died_midway_is_put_back_by_the_release_after_one_that_could_not_read_everything()
    {
        await using var run = await StartAsync();
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("AuthorizeSecurityGroupIngress", new Fault.Kill(AfterEffect: true, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.DeliverAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
        Assert.Equal([(0, 21), (0, 1024)], OpenToEverybody(run));

        await StopsUnreadAsync(run, "DescribeInstances");

        await RestoresAsync(run);
    }

    [Fact]
    public async Task A_containment_that_failed_midway_is_put_back_by_the_release_after_one_that_could_not_read_it()
    {
        await using var run = await StartAsync();
        run.Sandbox.Faults.On("RevokeSecurityGroupIngress", Fault.InternalError, times: 100);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        run.Sandbox.Faults.Clear();
        Assert.Equal([(0, 21), (0, 1024), (23, 1024)], OpenToEverybody(run));

        await StopsUnreadAsync(run, "DescribeSecurityGroupRules");

        await RestoresAsync(run);
    }

    [Theory]
    [InlineData("DescribeInstances")]
    [InlineData("DescribeSecurityGroupRules")]
    public async Task A_release_that_died_midway_is_finished_by_the_one_after_one_that_could_not_read_everything(string unread)
    {
        await using var run = await StartAsync();
        await ContainAsync(run);
        await DieReleasingAsync(run);

        await StopsUnreadAsync(run, unread);

        await RestoresAsync(run);
    }

    [Fact]
    public async Task What_a_release_left_midway_is_no_value_before_when_a_person_has_it_contained_again()
    {
        await using var run = await StartAsync();
        await ContainAsync(run);
        run.Sandbox.Faults.On("RevokeSecurityGroupIngress", Fault.InternalError, times: 100);
        Assert.Equal(ExecutionState.Drifted, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        run.Sandbox.Faults.Clear();
        Assert.Equal([(0, 21), (0, 1024), (23, 1024)], OpenToEverybody(run));

        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(await run.DeliverAsync(byOperator: true)).Record.State);
        Assert.Equal([(0, 21), (23, 1024)], OpenToEverybody(run));

        await RestoresAsync(run);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_finding_found_half_put_back_is_nobodys_value_before(bool firstFirst)
    {
        await using var run = await StartAsync();
        var one = await ContainAsync(run);
        await DieReleasingAsync(run);
        run.Finding = run.Finding with { Id = Another };
        var two = await ContainAsync(run);

        foreach (var id in firstFirst ? (string[])[one, two] : [two, one])
        {
            Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(id)).Record.State);
        }

        Assert.Equal([(0, 1024)], OpenToEverybody(run));
    }

    [Fact]
    public async Task What_looks_half_made_although_all_was_read_back_is_what_a_person_set_and_stops_every_release()
    {
        await using var run = await StartAsync();
        await ContainAsync(run);
        OpenToEverybody(run, 0, 1024);
        await StopsUnreadAsync(run, "DescribeInstances", ExecutionState.Drifted);
        var calls = run.Sandbox.Calls.Count;

        Assert.Equal(ExecutionState.Drifted, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);

        Assert.Empty(run.ChangesSince(calls));
    }

    [Fact]
    public async Task What_a_person_made_of_something_half_made_stays_theirs_after_a_release_that_could_not_read_it()
    {
        await using var run = await StartAsync();
        await ContainAsync(run);
        await DieReleasingAsync(run);
        OpenToEverybody(run, 8080, 8080);
        Assert.Equal(ExecutionState.Drifted, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        await StopsUnreadAsync(run, "DescribeSecurityGroupRules");
        var calls = run.Sandbox.Calls.Count;

        Assert.Equal(ExecutionState.Drifted, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);

        Assert.Empty(run.ChangesSince(calls));
    }

    [Fact]
    public async Task What_looks_half_made_of_a_plan_that_was_only_shown_is_a_persons_and_comes_back()
    {
        await using var run = await StartAsync();
        await run.DeliverAsync(PlaybookMode.Observe);
        OpenToEverybody(run, 0, 21);
        await ContainAsync(run);

        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);

        Assert.Equal([(0, 21), (0, 1024)], OpenToEverybody(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_write_upon_another_findings_left_midway_is_put_back_whoever_is_released_last(bool firstFirst)
    {
        await using var run = await StartAsync();
        var one = await ContainAsync(run);
        run.Deploy(new PlaybookStep("close-exposed-port", JsonElement.Parse("""{"ports":[22,443]}""")));
        run.Finding = run.Finding with { Id = Another };
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("AuthorizeSecurityGroupIngress", new Fault.Kill(AfterEffect: true, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.DeliverAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
        Assert.Equal([(0, 21), (23, 442), (23, 1024)], OpenToEverybody(run));
        var two = Assert.Single(await run.RecordsAsync(), r => r.Id != one).Id;

        foreach (var id in firstFirst ? (string[])[one, two] : [two, one])
        {
            var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(id)).Record;
            Assert.True(record.State == ExecutionState.Released, $"{record.State}: {record.Failure}");
        }

        Assert.Equal([(0, 1024)], OpenToEverybody(run));
    }

    private static async Task<ScenarioRun> StartAsync()
    {
        var run = await ScenarioRun.StartAsync(Incidents.ExposedInstance);
        run.Region.Instances[Some.InstanceId].HttpTokens = "optional";
        run.Deploy(Steps);
        return run;
    }

    private static async Task<string> ContainAsync(ScenarioRun run)
    {
        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;
        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure}");
        return record.Id;
    }

    /// <summary>The process of a release dies with its first call that changes a rule.</summary>
    private static async Task DieReleasingAsync(ScenarioRun run)
    {
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("AuthorizeSecurityGroupIngress", new Fault.Kill(AfterEffect: true, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.ReleaseAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
        Assert.Equal([(0, 21), (0, 1024), (23, 1024)], OpenToEverybody(run));
    }

    /// <summary>A release that cannot read something writes nothing.</summary>
    private static async Task StopsUnreadAsync(ScenarioRun run, string operation, ExecutionState? then = null)
    {
        run.Sandbox.Faults.On(operation, Fault.InternalError, times: 100);
        var (calls, before) = (run.Sandbox.Calls.Count, (await run.RecordAsync()).State);
        Assert.Equal(then ?? (before == ExecutionState.Releasing ? ExecutionState.Drifted : before), Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        Assert.Empty(run.ChangesSince(calls));
        run.Sandbox.Faults.Clear();
    }

    private static async Task RestoresAsync(ScenarioRun run)
    {
        var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record;
        Assert.True(record.State == ExecutionState.Released, $"{record.State}: {record.Failure}");
        Assert.Equal([(0, 1024)], OpenToEverybody(run));
        Assert.Equal("optional", run.Region.Instances[Some.InstanceId].HttpTokens);
    }

    private static void OpenToEverybody(ScenarioRun run, int from, int to) =>
        run.Region.SecurityGroups[Incidents.Web].Rules["sgr-0a1b2c3d4e5f6071f"] = new SecurityGroupRule(false, "tcp", from, to) { CidrIpv4 = "0.0.0.0/0" };

    private static IEnumerable<(int From, int To)> OpenToEverybody(ScenarioRun run) =>
        run.Region.SecurityGroups[Incidents.Web].Rules.Values.Where(r => !r.IsEgress && r.CidrIpv4 == "0.0.0.0/0").Select(r => (r.FromPort, r.ToPort)).Order();
}
