namespace Remediator.Cli.Sandbox.State;

/// <summary>An ECR repository.</summary>
public sealed class ImageRepository
{
    public required string Name { get; init; }

    /// <summary>Null when it has none.</summary>
    public string? Policy { get; set; }

    public Tags Tags { get; init; } = [];
}
