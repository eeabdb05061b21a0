using System.Text.Json;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Findings;
using Remediator.Playbooks;
using Remediator.Tests.Approvals;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>A plan is never applied upon what others have made of its values since they were read: not by a run that died and is finished from it, nor by one that was slow to record it.</summary>
public sealed class OvertakenPlanTests
{
    private const string Another = "arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/another";

    [Fact]
    public async Task A_plan_that_another_execution_has_overtaken_between_its_reads_and_its_record_is_made_anew()
    {
        await using var run = await StartAsync();
        var other = run.Account.AddInstance(vpc: Incidents.Vpc, groups: [Incidents.Web]);
        Deploy(run, 22);
        var (first, record, two) = (run.Finding, run.Ledger.Calls + 2, "");
        run.Ledger.Before = call =>
        {
            if (call == record)
            {
                run.Ledger.Clear();
                run.Time.Advance(TimeSpan.FromSeconds(1));
                run.Finding = first with { Id = Another, Resources = [first.Resources[0] with { Id = other.Id, Arn = null }] };
                Deploy(run, 443);
                two = Verified(Assert.Single(run.DeliverAtOnceAsync().GetAwaiter().GetResult())).Id;
                run.Time.Advance(TimeSpan.FromSeconds(1));
            }
        };

        Assert.IsType<RunResult.Busy>(Assert.IsType<Response.Ran>(Assert.Single(await run.DeliverAtOnceAsync())).Result);
        Assert.NotEmpty(two);
        Assert.Equal([(0, 442), (444, 1024)], OpenToEverybody(run));
        run.Finding = first;
        Deploy(run, 22);
        var one = Verified(Assert.Single(await run.DeliverAtOnceAsync())).Id;

        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
        await ReleaseAsync(run, one);
        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
        await ReleaseAsync(run, two);
        Assert.Equal([(0, 1024)], OpenToEverybody(run));

        static ExecutionRecord Verified(Response response)
        {
            var answered = Assert.IsType<RunResult.Ran>(Assert.IsType<Response.Ran>(response).Result).Record;
            Assert.True(answered.State == ExecutionState.Verified, $"{answered.State}: {answered.Failure}");
            return answered;
        }
    }

    [Fact]
    public async Task What_another_execution_made_of_a_value_since_is_not_called_undone_outside()
    {
        await using var run = await StartAsync();
        var first = run.Finding;
        await ContainAsync(run, first.Id, 22);
        await ContainAsync(run, Another, 443);
        run.Finding = first with { UpdatedAt = first.UpdatedAt + TimeSpan.FromHours(1) };
        Deploy(run, 22);

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());

        Assert.DoesNotContain(NoticeKind.UndoneOutside, run.News);
        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task What_another_execution_has_closed_meanwhile_stays_closed_and_both_releases_restore_the_original(bool afterEffect, bool firstFirst)
    {
        await using var run = await StartAsync();
        var (one, first) = await DieAsync(run, 22, afterEffect);
        var two = await ContainAsync(run, Another, 443);

        await ContainAsync(run, first, 22);

        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
        await ReleaseAsync(run, firstFirst ? one : two);
        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
        await ReleaseAsync(run, firstFirst ? two : one);
        Assert.Equal([(0, 1024)], OpenToEverybody(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_died_again_over_its_new_plan_is_finished_and_restores_the_original(bool firstFirst)
    {
        await using var run = await StartAsync();
        var (one, first) = await DieAsync(run, 22, afterEffect: true);
        var two = await ContainAsync(run, Another, 443);
        run.Finding = run.Finding with { Id = first };
        Deploy(run, 22);
        await DieAsync(run, afterEffect: true);
        Assert.DoesNotContain(OpenToEverybody(run), r => r.From <= 443 && r.To >= 443);

        await ContainAsync(run, first, 22);

        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
        await ReleaseAsync(run, firstFirst ? one : two);
        await ReleaseAsync(run, firstFirst ? two : one);
        Assert.Equal([(0, 1024)], OpenToEverybody(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_died_again_is_nobodys_value_before_for_a_third(bool thirdLast)
    {
        await using var run = await StartAsync();
        var (one, first) = await DieAsync(run, 22, afterEffect: true);
        var two = await ContainAsync(run, Another, 443);
        run.Finding = run.Finding with { Id = first };
        Deploy(run, 22);
        await DieAsync(run, afterEffect: true);
        var three = await ContainAsync(run, "three", 22);
        await ContainAsync(run, first, 22);
        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));

        foreach (var id in thirdLast ? (string[])[one, two, three] : [three, two, one])
        {
            await ReleaseAsync(run, id);
        }

        Assert.Equal([(0, 1024)], OpenToEverybody(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_execution_has_closed_stays_closed_although_it_looks_like_something_half_made_of_the_run_that_died(bool firstFirst)
    {
        await using var run = await StartAsync();
        SetRule(run, 21, 23);
        var (one, first) = await DieAsync(run, 22, afterEffect: false);
        var two = await ContainAsync(run, Another, 22, 23);
        Assert.Equal([(21, 21)], OpenToEverybody(run));

        await ContainAsync(run, first, 22);

        Assert.Equal([(21, 21)], OpenToEverybody(run));
        await ReleaseAsync(run, firstFirst ? one : two);
        await ReleaseAsync(run, firstFirst ? two : one);
        Assert.Equal([(21, 23)], OpenToEverybody(run));
    }

    [Fact]
    public async Task What_was_done_before_a_later_step_failed_is_not_done_again_over_what_another_execution_has_closed_since()
    {
        await using var run = await StartAsync();
        run.Region.Instances[Some.InstanceId].HttpTokens = "optional";
        var first = run.Finding.Id;
        run.Deploy(Close(22), new PlaybookStep("require-imdsv2"));
        run.Sandbox.Faults.On("ModifyInstanceMetadataOptions", Fault.InternalError, times: 100);
        var one = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;
        Assert.Equal(ExecutionState.Failed, one.State);
        run.Sandbox.Faults.Clear();
        var two = await ContainAsync(run, Another, 443);

        run.Finding = run.Finding with { Id = first };
        run.Deploy(Close(22), new PlaybookStep("require-imdsv2"));
        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);

        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
        await ReleaseAsync(run, two);
        await ReleaseAsync(run, one.Id);
        Assert.Equal([(0, 1024)], OpenToEverybody(run));
        Assert.Equal("optional", run.Region.Instances[Some.InstanceId].HttpTokens);
    }

    [Fact]
    public async Task What_a_person_has_closed_meanwhile_stays_closed_and_is_what_the_release_restores()
    {
        await using var run = await StartAsync();
        var (one, first) = await DieAsync(run, 22, afterEffect: false);
        SetRule(run, 0, 442);

        await ContainAsync(run, first, 22);

        Assert.Equal([(0, 21), (23, 442)], OpenToEverybody(run));
        await ReleaseAsync(run, one);
        Assert.Equal([(0, 442)], OpenToEverybody(run));
    }

    [Fact]
    public async Task What_a_person_has_closed_between_a_write_and_its_reading_back_stays_closed()
    {
        await using var run = await StartAsync();
        var (isWritten, isClosed) = (false, false);
        run.Sandbox.Faults.When(call =>
        {
            if (isWritten && !isClosed && call.Operation.StartsWith("DescribeSecurityGroup", StringComparison.Ordinal) && OpenToEverybody(run).SequenceEqual([(0, 21), (23, 1024)]))
            {
                isClosed = true;
                foreach (var rule in run.Region.SecurityGroups[Incidents.Web].Rules.Where(r => r.Value.CidrIpv4 == "0.0.0.0/0" && r.Value.ToPort == 1024).ToList())
                {
                    run.Region.SecurityGroups[Incidents.Web].Rules[rule.Key] = new SecurityGroupRule(false, "tcp", 23, 442) { CidrIpv4 = "0.0.0.0/0" };
                }
            }

            isWritten |= call.Changes;
            return null;
        });
        Deploy(run, 22);
        Assert.Equal(ExecutionState.Failed, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);
        Assert.True(isClosed);
        run.Sandbox.Faults.Clear();

        await run.DeliverAsync();

        Assert.Equal([(0, 21), (23, 442)], OpenToEverybody(run));
    }

    [Theory]
    [InlineData("CreateSecurityGroup", false)]
    [InlineData("CreateSecurityGroup", true)]
    [InlineData("ModifyNetworkInterfaceAttribute", false)]
    public async Task An_interface_that_a_person_has_given_other_groups_meanwhile_is_isolated_and_gets_those_back(string operation, bool afterEffect)
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On(operation, new Fault.Kill(afterEffect, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.DeliverAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
        run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups = new SortedSet<string>([Incidents.Admin], StringComparer.Ordinal);

        await run.DeliverAsync();
        if ((await run.RecordAsync()).State == ExecutionState.Failed)
        {
            await run.DeliverAsync();
        }

        run.AssertContained();
        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
        Assert.Equal([Incidents.Admin], run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups);
    }

    [Fact]
    public async Task An_interface_that_the_run_isolated_before_it_died_gets_back_what_it_had_before()
    {
        await using var run = await ScenarioRun.StartAsync(Incidents.Instance);
        var before = run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups.ToList();
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("ModifyNetworkInterfaceAttribute", new Fault.Kill(AfterEffect: true, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.DeliverAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();

        await run.ContainAsync();

        await run.AssertReleasesAsync();
        Assert.Equal(before, run.Region.NetworkInterfaces[Incidents.SecondInterface].Groups);
    }

    [Fact]
    public async Task Where_it_cannot_be_planned_anew_nothing_is_written_and_the_next_delivery_does_it()
    {
        await using var run = await StartAsync();
        var (one, first) = await DieAsync(run, 22, afterEffect: false);
        var two = await ContainAsync(run, Another, 443);
        run.Finding = run.Finding with { Id = first };
        Deploy(run, 22);
        run.Sandbox.Faults.On("DescribeInstances", Fault.InternalError, times: 100);
        var calls = run.Sandbox.Calls.Count;

        var failed = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, failed.State);
        Assert.Contains($"execution {two} has changed it since it was planned", failed.Failure, StringComparison.Ordinal);
        Assert.Empty(run.ChangesSince(calls));
        run.Sandbox.Faults.Clear();
        await ContainAsync(run, first, 22);
        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
        await ReleaseAsync(run, two);
        await ReleaseAsync(run, one);
        Assert.Equal([(0, 1024)], OpenToEverybody(run));
    }

    [Fact]
    public async Task A_run_that_died_waits_for_another_that_works_on_the_same_rules()
    {
        await using var run = await StartAsync();
        var (one, first) = await DieAsync(run, 22, afterEffect: false);
        var (died, another) = (run.Finding, run.Finding with { Id = Another });
        RunResult? meanwhile = null;
        run.Ledger.Saved = async saved =>
        {
            if (saved.State == ExecutionState.Planned && saved.Id != one)
            {
                run.Ledger.Saved = null;
                run.Finding = died;
                meanwhile = Assert.IsType<Response.Ran>(Assert.Single(await run.DeliverAtOnceAsync())).Result;
            }
        };

        await ContainAsync(run, another.Id, 443);

        Assert.IsType<RunResult.Busy>(meanwhile);
        await ContainAsync(run, first, 22);
        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_died_while_it_answered_with_more_restores_the_value_before_its_first(bool afterEffect)
    {
        await using var run = await StartAsync();
        var one = await ContainAsync(run, run.Finding.Id, 22);
        Deploy(run, 22, 443, 3389);
        run.Finding = run.Finding with { UpdatedAt = run.Time.GetUtcNow() };
        await DieAsync(run, afterEffect);

        Assert.Equal(ExecutionState.Verified, Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record.State);

        Assert.Equal([(0, 21), (23, 442), (444, 1024)], OpenToEverybody(run));
        await ReleaseAsync(run, one);
        Assert.Equal([(0, 1024)], OpenToEverybody(run));
    }

    [Fact]
    public async Task Where_the_playbook_has_the_step_no_more_nothing_is_written_and_the_message_says_so_and_what_to_do()
    {
        await using var run = await StartAsync();
        var (one, _) = await DieAsync(run, 22, afterEffect: false);
        SetRule(run, 0, 442);
        run.Deploy(new PlaybookStep("require-imdsv2"));

        var failed = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, failed.State);
        Assert.Contains("no longer has the step close-exposed-port, so it is not planned anew", failed.Failure, StringComparison.Ordinal);
        Assert.Contains($"remediator release {one}", failed.Failure, StringComparison.Ordinal);
        Assert.Equal([(0, 442)], OpenToEverybody(run));
        Assert.Equal(ExecutionState.Drifted, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(one)).Record.State);
        Assert.Equal([(0, 442)], OpenToEverybody(run));
    }

    [Fact]
    public async Task What_comes_to_the_approved_values_is_done_upon_what_a_person_has_made_of_it_and_that_is_restored()
    {
        await using var run = await ApprovalRun.StartAsync();
        await run.AskAsync();
        await run.ApproveAsync();
        run.Sandbox.Faults.On("PutPublicAccessBlock", Fault.InternalError, times: 100);
        Assert.Equal(ExecutionState.Failed, (await run.ResumeAsync()).State);
        run.Sandbox.Faults.Clear();
        var bucket = run.Sandbox.Account.Buckets[ApprovalRun.Bucket];
        bucket.PublicAccessBlock = new PublicAccessBlock(true, true, false, false);

        Assert.Equal(ExecutionState.Verified, (await run.DeliverAsync()).State);

        Assert.Equal(new PublicAccessBlock(true, true, true, true), bucket.PublicAccessBlock);
        Assert.Equal(ExecutionState.Released, (await run.ReleaseAsync()).State);
        Assert.Equal(new PublicAccessBlock(true, true, false, false), bucket.PublicAccessBlock);
    }

    private static async Task<ScenarioRun> StartAsync() => await ScenarioRun.StartAsync(Incidents.ExposedInstance);

    private static PlaybookStep Close(params int[] ports) => new("close-exposed-port", JsonElement.Parse($$"""{"ports":[{{string.Join(',', ports)}}]}"""));

    private static void Deploy(ScenarioRun run, params int[] ports) => run.Deploy(Close(ports));

    /// <summary>The process dies with its first call that changes a rule, before or after it took effect.</summary>
    private static async Task<(string Execution, string Finding)> DieAsync(ScenarioRun run, int port, bool afterEffect)
    {
        Deploy(run, port);
        await DieAsync(run, afterEffect);
        return (Assert.Single(await run.RecordsAsync()).Id, run.Finding.Id);
    }

    private static async Task DieAsync(ScenarioRun run, bool afterEffect)
    {
        using var process = new CancellationTokenSource();
        run.Sandbox.Faults.On("AuthorizeSecurityGroupIngress", new Fault.Kill(afterEffect, process.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.DeliverAsync(cancel: process.Token));
        run.Sandbox.Faults.Clear();
    }

    private static async Task<string> ContainAsync(ScenarioRun run, string finding, params int[] ports)
    {
        Deploy(run, ports);
        run.Finding = run.Finding with { Id = finding };
        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;
        Assert.True(record.State == ExecutionState.Verified, $"{record.State}: {record.Failure}");
        return record.Id;
    }

    private static async Task ReleaseAsync(ScenarioRun run, string id)
    {
        var record = Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync(id)).Record;
        Assert.True(record.State == ExecutionState.Released, $"{record.State}: {record.Failure}");
    }

    private static void SetRule(ScenarioRun run, int from, int to) =>
        run.Region.SecurityGroups[Incidents.Web].Rules[Incidents.WideRule] = new SecurityGroupRule(false, "tcp", from, to) { CidrIpv4 = "0.0.0.0/0" };

    private static IEnumerable<(int From, int To)> OpenToEverybody(ScenarioRun run) =>
        run.Region.SecurityGroups[Incidents.Web].Rules.Values.Where(r => !r.IsEgress && r.CidrIpv4 == "0.0.0.0/0").Select(r => (r.FromPort, r.ToPort)).Order();
}
