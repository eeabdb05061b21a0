using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Stops an ECS task, and scales its service to zero first, which would start another from the same image in its place.</summary>
/// <remarks>What the task was is read before and written into the plan: ECS forgets a stopped task after an hour, its tags at once, and Fargate its storage.</remarks>
public sealed class StopTask : Remediation<StopTaskOptions, TaskFacts>
{
    public override string Name => "stop-task";

    public override string Summary => "Stop an ECS task, its service scaled to zero first.";

    public override bool IsIrreversible => true;

    public override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.EcsTask];

    public override IReadOnlyList<string> Attributes { get; } = [nameof(ServiceDesiredCount), nameof(EcsTaskState)];

    public override IReadOnlyList<Permission> ObservePermissions { get; } = [];

    public override JsonTypeInfo OptionsInfo => StopTaskJsonContext.Default.StopTaskOptions;

    protected override Task<TaskFacts> ReadAsync(ObserveContext context, StopTaskOptions options, CancellationToken cancel) => TaskFacts.ReadAsync(context, cancel);

    protected override TagReading Tags(TaskFacts observed) => new TagReading.Known(observed.Tags);

    protected override IEnumerable<TouchedResource> Touched(TaskFacts observed) =>
        observed.Service is { } service ? [new TouchedResource(ServiceDesiredCount.Kind, $"{observed.Cluster}/{service}", observed.ServiceTags)] : [];

    public override StepPlan Plan(PlanContext context, StopTaskOptions options, TaskFacts observed)
    {
        if (observed.Unfit is { } reason)
        {
            return new StepPlan.NotApplicable(reason);
        }

        var scales = observed.Service is not null && options.ScaleService && observed.Unscalable is null;
        var stop = new Change
        {
            Step = Name,
            Attribute = nameof(EcsTaskState),
            Target = EcsTaskState.TargetOf(context.Resource.Id),
            Before = new EcsTaskState().Matches(observed.State, EcsTaskState.Stopped) ? EcsTaskState.Stopped : observed.State,
            After = EcsTaskState.Stopped,
            Phase = Phase.Contain,
            Stage = 1,
            Irreversible = true,
            Note = $"The task as it was: {observed.Description}.",
        };
        return new StepPlan.Planned(scales ? [Scale(observed), stop] : [stop], Survivors(options, observed, scales));
    }

    private Change Scale(TaskFacts observed) => new()
    {
        Step = Name,
        Attribute = nameof(ServiceDesiredCount),
        Target = ServiceDesiredCount.TargetOf(observed.Cluster, observed.Service!),
        Before = observed.DesiredCount,
        After = ServiceDesiredCount.None,
        Phase = Phase.Contain,
        Note = $"Every task of the service {observed.Service} stops; a release starts as many as there were.",
    };

    private static IEnumerable<string> Survivors(StopTaskOptions options, TaskFacts observed, bool scales)
    {
        yield return "Containers may run on for as long as their stop timeout says, 30 seconds unless it was changed.";
        yield return "Credentials of the task's role that were copied work until they expire, unless its sessions are cut (cut-role-sessions).";
        if (scales)
        {
            yield return "Application Auto Scaling with a minimum above zero would start tasks of the service again.";
        }
        else if (observed.Service is { } service)
        {
            yield return $"The service {service} starts another task in its place: {(options.ScaleService ? observed.Unscalable : "the playbook does not scale it")}.";
        }
    }
}
