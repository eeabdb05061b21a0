namespace Remediator.Cli.Sandbox.State;

/// <summary>An ECS task.</summary>
public sealed class ContainerTask
{
    public required string Arn { get; init; }

    public required string Cluster { get; init; }

    /// <summary>"service:web" for a task of a service.</summary>
    public required string Group { get; init; }

    /// <summary>"RUNNING", "STOPPED", ...</summary>
    public string Status { get; set; } = "RUNNING";

    /// <summary>ARN of the container instance; null on Fargate.</summary>
    public string? Host { get; init; }

    /// <summary>ARN of the role that it was started with in place of its definition's; null for that of the definition.</summary>
    public string? Role { get; set; }

    public Tags Tags { get; init; } = [];
}

/// <summary>An ECS service; its tasks are not scheduled here.</summary>
public sealed class ContainerService
{
    public required string Cluster { get; init; }

    public required string Name { get; init; }

    public int DesiredCount { get; set; }

    /// <summary>"REPLICA" or "DAEMON".</summary>
    public string Strategy { get; init; } = "REPLICA";

    public Tags Tags { get; init; } = [];
}
