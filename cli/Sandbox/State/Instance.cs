using System.Text.Json.Serialization;

namespace Remediator.Cli.Sandbox.State;

public sealed class Instance : ITagged
{
    public required string Id { get; init; }

    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    public required string AvailabilityZone { get; init; }

    public string ImageId { get; init; } = "ami-0abcdef1234567890";

    public string Type { get; init; } = "m7i.large";

    /// <summary>"running", "stopped", "terminated", ...</summary>
    public string Status { get; set; } = "running";

    public bool Spot { get; init; }

    public bool DisableApiTermination { get; set; }

    public bool DisableApiStop { get; set; }

    public string ShutdownBehavior { get; set; } = "stop";

    public string HttpTokens { get; set; } = "required";

    public int HttpHopLimit { get; set; } = 1;

    /// <summary>What it wrote to its console; null for nothing that EC2 still has.</summary>
    public string? ConsoleOutput { get; set; }

    public DateTimeOffset LaunchTime { get; init; }

    [JsonIgnore]
    public List<BlockDevice> BlockDevices { get; } = [];

    /// <summary>As the snapshot shows them: the one that differs is told apart from the others.</summary>
    public IReadOnlyDictionary<string, BlockDevice> Devices => BlockDevices.ToDictionary(d => d.DeviceName, StringComparer.Ordinal);

    public Tags Tags { get; init; } = [];
}

public sealed class BlockDevice
{
    public required string DeviceName { get; init; }

    public required string VolumeId { get; init; }

    public bool DeleteOnTermination { get; set; } = true;
}

/// <summary>Which instance profile an instance has.</summary>
public sealed class ProfileAssociation
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public required string ProfileArn { get; init; }

    public required string ProfileId { get; init; }

    public string Status { get; init; } = "associated";
}
