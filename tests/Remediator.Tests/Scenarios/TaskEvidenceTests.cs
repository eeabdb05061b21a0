using Remediator.Cli.Sandbox;
using Remediator.Execution;
using Remediator.Notifications;
using Remediator.Tests.Scenarios.Harness;
using Remediator.Tests.Support;

namespace Remediator.Tests.Scenarios;

/// <summary>A stopped task is gone within the hour: what it was is kept before it is stopped, where the playbook says so.</summary>
public sealed class TaskEvidenceTests
{
    private const string Bucket = $"remediator-evidence-{Some.Region}-{Some.Account}", Service = "web", Task = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    private static readonly Incident Mining = new(
        "mining task",
        "guardduty/ecs-mining.json",
        a =>
        {
            a.AddService(Service, region: Some.Region);
            a.AddTask(service: Service, id: Task, region: Some.Region);
            a.AddBucket(Bucket, region: Some.Region).LockedDays = 30;
        },
        (_, _) => []);

    [Fact]
    public async Task With_evidence_first_the_locked_bucket_has_the_task_before_the_service_is_scaled_to_zero_and_the_task_is_stopped()
    {
        await using var run = await StartAsync();

        await run.ContainAsync();

        var calls = run.Sandbox.Calls.Select(c => c.Operation).ToList();
        Assert.True(calls.LastIndexOf("PutObject") < calls.IndexOf("UpdateService"), string.Join(' ', calls));
        Assert.True(calls.IndexOf("UpdateService") < calls.IndexOf("StopTask"), string.Join(' ', calls));
        var files = run.Account.Buckets[Bucket].Objects.Keys.Select(k => k.Split('/')[^1]).Order(StringComparer.Ordinal);
        Assert.Equal(["api-calls.json", "manifest.json", "task.json"], files);
    }

    [Fact]
    public async Task Evidence_that_can_not_be_kept_does_not_keep_the_task_running()
    {
        await using var run = await StartAsync();
        run.Sandbox.Faults.On("PutObject", Fault.AccessDenied, times: 100);

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.Contains("task.json", record.Failure, StringComparison.Ordinal);
        Assert.Contains(run.Sandbox.Calls, c => c.Operation == "StopTask");
    }

    [Fact]
    public async Task Without_a_bucket_the_task_is_stopped_and_people_read_what_would_make_one()
    {
        await using var run = await StartAsync(Mining with { Seed = a => { Mining.Seed(a); a.Buckets.Remove(Bucket); } });

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal((ExecutionState.Verified, null), (record.State, record.Failure));
        Assert.Contains(run.Sandbox.Calls, c => c is { Operation: "StopTask", Succeeded: true });
        var told = record.Steps.Single(s => s.Remediation == "collect-evidence");
        Assert.Equal(StepOutcome.NotApplicable, told.Outcome);
        Assert.Contains($"no bucket {Bucket}", told.Reason, StringComparison.Ordinal);
        var message = new NoticeRenderer().Render(run.Outbox.Single(e => e.Kind == NoticeKind.Contained));
        Assert.Contains(Bucket, EmailMessage.Render(message).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_of_that_name_in_another_account_gets_nothing()
    {
        await using var run = await StartAsync(Mining with { Seed = a => { Mining.Seed(a); a.Buckets.Remove(Bucket); } });
        run.Sandbox.AccountOf("444455556666").AddBucket(Bucket, region: Some.Region).LockedDays = 30;

        var record = Assert.IsType<RunResult.Ran>(await run.DeliverAsync()).Record;

        Assert.Equal(ExecutionState.Failed, record.State);
        Assert.DoesNotContain(run.Sandbox.Calls, c => c.Operation == "PutObject");
        Assert.Contains(run.Sandbox.Calls, c => c is { Operation: "StopTask", Succeeded: true });
    }

    /// <summary>As shipped, but for the person who is asked before a task is stopped.</summary>
    private static Task<ScenarioRun> StartAsync(Incident? incident = null) => ScenarioRun.StartAsync(
        incident ?? Mining,
        p => p.Id != "ecs-task-compromised" ? p : p with { Steps = [.. p.Steps.Select(s => s with { AllowIrreversible = s.Remediation == "stop-task" })] });
}
