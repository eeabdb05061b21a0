using System.Collections.Immutable;

namespace Remediator.Remediations.Isolation;

/// <summary>Everything about an instance that its isolation depends on.</summary>
public sealed record InstanceSurroundings
{
    /// <summary>Null when there is no such instance.</summary>
    public required InstanceFacts? Instance { get; init; }

    /// <summary>All of them, not only the first.</summary>
    public ImmutableArray<InterfaceFacts> Interfaces { get; init; } = [];

    /// <summary>Those that the account itself may change.</summary>
    public IEnumerable<InterfaceFacts> Containable => Interfaces.Where(i => i.Manager is null);

    /// <summary>Groups named like the engine's own, in any VPC.</summary>
    public ImmutableArray<GroupFacts> Groups { get; init; } = [];

    /// <summary>Null when in no Auto Scaling group.</summary>
    public AutoScalingFacts? AutoScaling { get; init; }

    /// <summary>Where the instance or one of its addresses is registered.</summary>
    public ImmutableArray<TargetFacts> Targets { get; init; } = [];

    /// <summary>Null where it could not be read.</summary>
    public bool? TerminationProtected { get; init; }

    /// <summary>EC2's word for what a shutdown from inside makes of it; null where it could not be read.</summary>
    public string? ShutdownBehavior { get; init; }

    /// <summary>EBS volumes that are attached.</summary>
    public ImmutableArray<VolumeFacts> Volumes { get; init; } = [];

    /// <summary>What could not be read, in sentences: containment by groups needs none of it.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];

    /// <summary>Elastic IPs; read only where they are to be taken away.</summary>
    public ImmutableArray<AddressFacts> Addresses { get; init; } = [];
}

/// <param name="State">EC2's word: pending, running, stopping, stopped, shutting-down or terminated.</param>
public sealed record InstanceFacts(string Id, string State, bool IsSpot, bool HasProfile, ImmutableDictionary<string, string> Tags)
{
    /// <summary>Nothing is left that could be cut off.</summary>
    public bool IsGone => State is "shutting-down" or "terminated";

    /// <summary>Such an instance can't be stopped: every shutdown terminates it.</summary>
    public bool HasInstanceStoreRoot { get; init; }
}

/// <param name="Type">EC2's word: interface, trunk, efa, efa-only, ...</param>
/// <param name="Manager">The service that manages it and lets nobody else change it; null for none.</param>
/// <param name="PublicAddress">The public IPv4 address that EC2 assigned at launch; not an Elastic IP.</param>
/// <param name="TrackingTimeout">Idle seconds after which it forgets an open connection; null where nobody has set them.</param>
public sealed record InterfaceFacts(
    string Id, string VpcId, ImmutableArray<string> Groups, string Type = "interface", string? Manager = null, string? PublicAddress = null, int? TrackingTimeout = null);

/// <param name="IsOwn">It carries the engine's tag.</param>
/// <param name="Rules">One line each; empty for a group that lets nothing through.</param>
public sealed record GroupFacts(string Id, string Name, string VpcId, bool IsOwn, ImmutableArray<string> Rules);

public sealed record AutoScalingFacts(string GroupName, string LifecycleState);

/// <param name="Id">The instance id or a private address.</param>
/// <param name="Zone">The zone that an address was registered with.</param>
public sealed record TargetFacts(string TargetGroupArn, string Id, int Port, string? Zone = null);

/// <summary>An Elastic IP of the instance.</summary>
public sealed record AddressFacts(string AllocationId, string PublicIp, string NetworkInterfaceId, string PrivateIp);

/// <param name="Device">The name that the instance knows it by.</param>
/// <param name="DeletedWithInstance">Whether termination deletes it.</param>
public sealed record VolumeFacts(string Id, string Device, bool DeletedWithInstance);
