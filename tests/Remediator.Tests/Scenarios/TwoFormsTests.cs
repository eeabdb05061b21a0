using System.Text.Json;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Notifications;
using Remediator.Playbooks;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Scenarios;

/// <summary>One version of a finding comes by two routes, and one of its forms names no ports: Security Hub's may not.</summary>
public sealed class TwoFormsTests
{
    private static readonly PlaybookStep Close = new("close-exposed-port", JsonElement.Parse("""{"probed":true}"""));
    private static readonly PlaybookStep Tag = new("tag-resource", JsonElement.Parse("""{"tags":{"incident":"open"}}"""));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_form_that_names_ports_runs_the_step_that_the_other_left_nothing_to_do(bool alone)
    {
        await using var run = await StartAsync(alone);
        Name(run, []);
        await run.DeliverAsync();
        Name(run, [22]);
        var calls = run.Sandbox.Calls.Count;

        var record = await run.ContainAsync();

        Assert.Equal(22, Assert.Single(record.Finding.Actor!.Ports));
        Assert.All(record.Steps, s => Assert.Equal(StepOutcome.Planned, s.Outcome));
        Assert.DoesNotContain(run.ChangesSince(calls), c => c.Contains("CreateTags", StringComparison.Ordinal));
        Assert.Equal(ExecutionState.Released, Assert.IsType<ReleaseResult.Ran>(await run.ReleaseAsync()).Record.State);
    }

    [Fact]
    public async Task Neither_form_is_new_work_once_both_were_answered()
    {
        await using var run = await StartAsync(alone: false);
        foreach (var ports in new int[][] { [], [22] })
        {
            Name(run, ports);
            await run.DeliverAsync();
        }

        var calls = run.Sandbox.Calls.Count;
        foreach (var ports in new int[][] { [], [22], [], [443] })
        {
            Name(run, ports);
            Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
        }

        Assert.Empty(run.ChangesSince(calls));
        Assert.Equal(22, Assert.Single((await run.RecordAsync()).Finding.Actor!.Ports));
        Assert.Equal([NoticeKind.Contained, NoticeKind.Contained], run.News);
    }

    [Fact]
    public async Task The_form_without_ports_withdraws_nothing_of_a_question()
    {
        await using var run = await StartAsync(alone: false);
        Name(run, [22]);
        await run.DeliverAsync(PlaybookMode.Approve);
        var asked = await run.RecordAsync();
        Name(run, []);

        await run.DeliverAsync(PlaybookMode.Approve);

        var record = await run.RecordAsync();
        Assert.Equal((asked.State, asked.Approval!.Hash, asked.Approval.AskedAt), (record.State, record.Approval!.Hash, record.Approval.AskedAt));
        Assert.Equal([NoticeKind.ApprovalNeeded], run.News);
    }

    [Fact]
    public async Task An_older_version_that_names_ports_is_no_new_work()
    {
        await using var run = await StartAsync(alone: false);
        Name(run, []);
        await run.DeliverAsync();
        Name(run, [22]);
        run.Finding = run.Finding with { UpdatedAt = run.Finding.UpdatedAt - TimeSpan.FromHours(1) };

        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
    }

    [Fact]
    public async Task The_form_that_names_the_cluster_closes_a_database_that_the_other_could_not()
    {
        await using var run = await ScenarioRun.StartAsync(new Incident(
            "limitless database",
            "guardduty/rds-limitless-login.json",
            a => a.Region("eu-west-1").DatabaseClusters["orders-cluster"] = new DatabaseCluster { Id = "orders-cluster", Groups = [a.AddSecurityGroup("db", region: "eu-west-1").Id] },
            (_, _) => [])
        {
            Steps = [new("isolate-database")],
        });
        var named = run.Finding with { Resources = [.. run.Finding.Resources.Where(r => r.Kind == ResourceKinds.DbShardGroup)] };
        run.Finding = named with { Resources = [.. named.Resources.Select(r => r with { Details = r.Details.Remove(ResourceDetails.DbCluster) })] };
        await run.DeliverAsync();
        Assert.All((await run.RecordAsync()).Steps, s => Assert.Equal(StepOutcome.NotApplicable, s.Outcome));
        run.Finding = named;

        await run.ContainAsync();

        var region = run.Account.Region("eu-west-1");
        Assert.Empty(region.SecurityGroups[Assert.Single(region.DatabaseClusters["orders-cluster"].Groups)].Rules);
        Assert.IsType<RunResult.AlreadyHandled>(await run.DeliverAsync());
    }

    private static Task<ScenarioRun> StartAsync(bool alone) => ScenarioRun.StartAsync(Incidents.ExposedInstance with { Steps = alone ? [Close] : [Tag, Close] });

    private static void Name(ScenarioRun run, int[] ports) => run.Finding = run.Finding with { Actor = run.Finding.Actor! with { Ports = [.. ports] } };
}
