namespace Remediator.Cli.Sandbox.State;

public sealed class NetworkInterface : ITagged
{
    public required string Id { get; init; }

    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    public required string AvailabilityZone { get; init; }

    public required string PrivateIp { get; init; }

    public string? Ipv6 { get; init; }

    public string Description { get; set; } = "";

    /// <summary>"interface", "trunk", "efa", "lambda", "nat_gateway", ...</summary>
    public string Type { get; init; } = "interface";

    /// <summary>The AWS service that made it and alone may change it.</summary>
    public string? RequesterId { get; init; }

    public SortedSet<string> Groups { get; set; } = new(StringComparer.Ordinal);

    public bool SourceDestCheck { get; set; } = true;

    /// <summary>Assigned by AWS, not an Elastic IP.</summary>
    public string? AutoPublicIp { get; set; }

    public int? TcpEstablishedTimeout { get; set; }

    public Attachment? Attachment { get; set; }

    public Tags Tags { get; init; } = [];
}

public sealed class Attachment
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public int DeviceIndex { get; init; }

    public bool DeleteOnTermination { get; set; }
}
