namespace Remediator.Cli.Sandbox.State;

public sealed class Volume : ITagged
{
    public required string Id { get; init; }

    public required string AvailabilityZone { get; init; }

    public int SizeGiB { get; init; } = 8;

    public bool Encrypted { get; init; }

    public Tags Tags { get; init; } = [];
}

public sealed class VolumeSnapshot : ITagged
{
    public required string Id { get; init; }

    public required string VolumeId { get; init; }

    public int SizeGiB { get; init; }

    public bool Encrypted { get; init; }

    public string Description { get; init; } = "";

    public string Status { get; init; } = "completed";

    public DateTimeOffset StartTime { get; init; }

    public Tags Tags { get; init; } = [];

    /// <summary>Accounts, and "all" for everybody.</summary>
    public SortedSet<string> SharedWith { get; } = new(StringComparer.Ordinal);
}

/// <summary>An AMI.</summary>
public sealed class MachineImage : ITagged
{
    public required string Id { get; init; }

    public Tags Tags { get; init; } = [];

    /// <summary>Accounts, ARNs of organizations and their units, and "all" for everybody.</summary>
    public SortedSet<string> SharedWith { get; } = new(StringComparer.Ordinal);
}
