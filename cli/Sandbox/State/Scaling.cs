using System.Text.Json.Serialization;

namespace Remediator.Cli.Sandbox.State;

public sealed class AutoScalingGroup
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public int MinSize { get; set; }

    public int MaxSize { get; set; }

    public int DesiredCapacity { get; set; }

    public SortedSet<string> TargetGroupArns { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> SuspendedProcesses { get; } = new(StringComparer.Ordinal);

    public Table<ScalingMember> Members { get; } = [];
}

public sealed class ScalingMember
{
    /// <summary>"InService", "Standby", ...</summary>
    public string LifecycleState { get; set; } = "InService";

    public bool ProtectedFromScaleIn { get; set; }
}

public sealed class TargetGroup
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string VpcId { get; init; }

    /// <summary>"instance" or "ip".</summary>
    public string TargetType { get; init; } = "instance";

    public string Protocol { get; init; } = "HTTP";

    public int Port { get; init; } = 80;

    public SortedSet<string> LoadBalancerArns { get; } = new(StringComparer.Ordinal);

    public SortedSet<LoadBalancerTarget> Targets { get; } = [];

    /// <summary>Deregistered targets that still finish their requests, and until when; the load balancer still lists them.</summary>
    [JsonIgnore]
    public Dictionary<LoadBalancerTarget, DateTimeOffset> Draining { get; } = [];
}

/// <summary>One registered target: an instance or address, and a port.</summary>
public sealed record LoadBalancerTarget(string Id, int Port, string? AvailabilityZone = null) : IComparable<LoadBalancerTarget>
{
    public int CompareTo(LoadBalancerTarget? other) =>
        other is null ? 1 : string.CompareOrdinal(Id, other.Id) is not 0 and var byId ? byId : Port.CompareTo(other.Port);

    public static bool operator <(LoadBalancerTarget left, LoadBalancerTarget right) => left.CompareTo(right) < 0;

    public static bool operator >(LoadBalancerTarget left, LoadBalancerTarget right) => left.CompareTo(right) > 0;

    public static bool operator <=(LoadBalancerTarget left, LoadBalancerTarget right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LoadBalancerTarget left, LoadBalancerTarget right) => left.CompareTo(right) >= 0;
}
