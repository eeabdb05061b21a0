using Amazon.ECS;
using Amazon.ECS.Model;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;
using Task = System.Threading.Tasks.Task;

namespace Remediator.Attributes;

/// <summary>ECS's word for the state of a task; absent when ECS knows none such (it forgets a stopped task after an hour). Only STOPPED can be wanted.</summary>
/// <remarks>The target's id is the task's ARN. A task whose stop ECS has taken on is STOPPING: its containers get SIGTERM, and are killed 30 seconds later unless it says otherwise.</remarks>
public sealed class EcsTaskState : ResourceAttribute
{
    private static readonly string[] Ending = ["DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED", "DELETED"];

    public static AttributeValue Stopped { get; } = AttributeValue.Of("STOPPED");

    public override string Label => "state of the task";

    public override IReadOnlyList<Permission> ReadPermissions { get; } = [new("ecs:DescribeTasks", EcsNames.Task)];

    public override IReadOnlyList<Permission> WritePermissions { get; } = [new("ecs:StopTask", EcsNames.Task)];

    public static Target TargetOf(string arn) => new(ResourceKinds.EcsTask, arn);

    /// <summary>What ECS wants of it counts as much as how far it is: only a task that is to stop is STOPPING.</summary>
    public static AttributeValue Of(Amazon.ECS.Model.Task? task) =>
        task is null ? AttributeValue.Absent
        : task.LastStatus is not { Length: > 0 } status ? throw new RemediationException("ECS does not say in what state the task is")
        : AttributeValue.Of((task.DesiredStatus == "STOPPED", Ending.Contains(status, StringComparer.Ordinal)) switch
        {
            (true, false) => "STOPPING",
            (false, true) when status is not ("STOPPED" or "DELETED") => "RUNNING",
            _ => status,
        });

    /// <summary>The task; null when ECS knows none such.</summary>
    public static async Task<Amazon.ECS.Model.Task?> FindAsync(AwsSession aws, string arn, CancellationToken cancel)
    {
        var (cluster, _) = EcsNames.Parse(arn) ?? throw new InvalidOperationException($"{arn} is not the ARN of a task in a cluster");
        var answer = await aws.Client<IAmazonECS>().DescribeTasksAsync(new DescribeTasksRequest { Cluster = cluster, Tasks = [arn], Include = ["TAGS"] }, cancel).ConfigureAwait(false);
        return (answer.Tasks ?? []).Find(t => t.TaskArn == arn) ?? ((answer.Failures ?? []).Find(f => f.Reason != "MISSING") is { } failure
            ? throw new RemediationException($"ECS could not describe the task: {failure.Reason}")
            : null);
    }

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel) => Of(await FindAsync(aws, target.Id, cancel).ConfigureAwait(false));

    public override Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        if (request.Wanted != Stopped || EcsNames.Parse(request.Target.Id) is not { } name)
        {
            throw new InvalidOperationException($"no plan makes a task {request.Wanted}");
        }

        return aws.Client<IAmazonECS>().StopTaskAsync(new StopTaskRequest { Cluster = name.Cluster, Task = request.Target.Id, Reason = $"Stopped by Remediator, execution {request.ExecutionId}" }, cancel);
    }

    public override bool Matches(AttributeValue live, AttributeValue wanted) =>
        live == wanted || (wanted == Stopped && (live.IsAbsent || Ending.Contains(live.ToString(), StringComparer.Ordinal)));
}
