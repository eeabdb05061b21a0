using System.Collections.Immutable;
using Amazon.ECS.Model;
using Remediator.Attributes;
using Remediator.Planning;
using EcsTask = Amazon.ECS.Model.Task;

namespace Remediator.Remediations;

/// <summary>One task as it is, and the service that keeps it running.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
/// <param name="Cluster">Name of its cluster.</param>
/// <param name="State">ECS's word for its state.</param>
/// <param name="Description">What would be lost with it, for people.</param>
/// <param name="Tags">Its tags.</param>
public sealed record TaskFacts(string? Unfit, string Cluster, AttributeValue State, string Description, ImmutableDictionary<string, string> Tags)
{
    /// <summary>Name of the service that started it; null when none did.</summary>
    public string? Service { get; init; }

    public AttributeValue DesiredCount { get; init; }

    /// <summary>Why the service can't be scaled; null when it can.</summary>
    public string? Unscalable { get; init; }

    public ImmutableDictionary<string, string> ServiceTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    internal static TaskFacts None(string reason) => new(reason, "", default, "", ImmutableDictionary<string, string>.Empty);

    internal static async Task<TaskFacts> ReadAsync(ObserveContext context, CancellationToken cancel)
    {
        var (arn, aws) = (context.Resource.Id, context.Aws);
        if (EcsNames.Parse(arn) is not { } name)
        {
            return None("the finding does not name the task by an ARN with its cluster");
        }

        if (Remediator.Findings.Arn.TryParse(arn) is { } parsed && (parsed.Account != aws.Account || parsed.Region != aws.Region))
        {
            return None($"the task is in {parsed.Region} of account {parsed.Account}, and the finding of {aws.Region} of {aws.Account}");
        }

        EcsTask? task;
        try
        {
            task = await EcsTaskState.FindAsync(aws, arn, cancel).ConfigureAwait(false);
        }
        catch (ClusterNotFoundException)
        {
            return None($"there is no cluster {name.Cluster} (any more)");
        }

        if (task is null)
        {
            return None($"there is no task {name.Task} in cluster {name.Cluster} (any more)");
        }

        var facts = new TaskFacts(null, name.Cluster, EcsTaskState.Of(task), Describe(task), TagsOf(task.Tags));
        var service = task.Group?.StartsWith("service:", StringComparison.Ordinal) is true ? task.Group["service:".Length..] : null;
        if (!EcsNames.IsName(service))
        {
            return facts;
        }

        var live = await ServiceDesiredCount.FindAsync(aws, name.Cluster, service!, cancel).ConfigureAwait(false);
        return live is null ? facts : facts with
        {
            Service = service,
            DesiredCount = ServiceDesiredCount.Of(live),
            ServiceTags = TagsOf(live.Tags),
            Unscalable = live.SchedulingStrategy == Amazon.ECS.SchedulingStrategy.DAEMON ? "it runs a task on every instance (DAEMON), which no count changes"
                : live.DeploymentController?.Type is { } type && type == Amazon.ECS.DeploymentControllerType.EXTERNAL ? "its task sets belong to an external deployment controller"
                : null,
        };
    }

    private static string Describe(EcsTask task)
    {
        var images = (task.Containers ?? []).Select(c => $"{c.Name}: {c.Image} {c.ImageDigest}".TrimEnd());
        var interfaces = (task.Attachments ?? []).SelectMany(a => a.Details ?? []).Where(d => d.Name == "networkInterfaceId").Select(d => d.Value);
        string?[] parts =
        [
            task.TaskDefinitionArn is { } definition ? $"definition {definition}" : null,
            $"containers {string.Join("; ", images)}",
            interfaces.Any() ? $"network interface {string.Join(", ", interfaces)}" : null,
            task.LaunchType is { } launch ? $"launched as {launch.Value}" : null,
            task.ContainerInstanceArn is { } host ? $"on {host}" : null,
            task.StartedBy is { Length: > 0 } by ? $"started by {by}" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static ImmutableDictionary<string, string> TagsOf(List<Tag>? tags) => (tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);
}
