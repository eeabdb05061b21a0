using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>A running task; of a service when one is named.</summary>
    public ContainerTask AddTask(string cluster = "web", string? service = null, string? id = null, Tags? tags = null, string? region = null)
    {
        var here = Here(region);
        var task = new ContainerTask
        {
            Arn = World.Arn("ecs", here.Name, Id, $"task/{cluster}/{id ?? _world.Next("task").ToString("x32", System.Globalization.CultureInfo.InvariantCulture)}"),
            Cluster = cluster,
            Group = service is null ? "family:web" : $"service:{service}",
            Tags = tags ?? [],
        };
        return here.Tasks[task.Arn] = task;
    }

    public ContainerService AddService(string name, int desired = 2, string cluster = "web", string strategy = "REPLICA", Tags? tags = null, string? region = null) =>
        Here(region).Services[$"{cluster}/{name}"] = new ContainerService { Cluster = cluster, Name = name, DesiredCount = desired, Strategy = strategy, Tags = tags ?? [] };
}
