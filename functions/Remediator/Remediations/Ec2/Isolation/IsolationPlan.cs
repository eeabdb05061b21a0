using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations.Isolation;

/// <summary>The changes that isolate one instance, in four stages.</summary>
/// <remarks>
/// Out of Auto Scaling and load balancers first: a health check that fails behind the quarantine group would make Auto Scaling
/// terminate the evidence. Neither of the two may stop the containment, so both are best effort.
/// </remarks>
internal sealed class IsolationPlan(string step, OpenFlows flows, InstanceSurroundings seen, ImmutableArray<QuarantineChoice> quarantines)
{
    private const int Prepare = 0;
    private const int Contain = 1;
    private const int CutFlows = 2;
    private const int AsEvidence = 3;

    private readonly InstanceFacts _instance = seen.Instance!;

    public IEnumerable<Change> Changes() =>
        [
            .. StandbyChange.Of(step, _instance.Id, seen.AutoScaling, Prepare),
            .. seen.Targets.Select(Deregister),
            .. quarantines.Select(q => q.Prepared(step, Prepare)),
            .. seen.Containable.Select(Interface),
            .. flows == OpenFlows.Cut ? seen.Addresses.Select(ElasticIp) : [],
            .. flows == OpenFlows.Cut ? seen.Containable.Where(i => i.PublicAddress is not null).Select(PublicAddress) : [],
            .. flows == OpenFlows.Cut ? seen.Containable.Select(Tracking) : [],
            .. Protection(),
        ];

    private Change Deregister(TargetFacts target) => new()
    {
        Step = step,
        Attribute = nameof(TargetRegistration),
        Target = TargetRegistration.Of(target.TargetGroupArn, target.Id, target.Port),
        Before = TargetRegistration.Registered(target.Id, target.Zone),
        After = AttributeValue.Absent,
        Phase = Phase.Contain,
        Stage = Prepare,
        Optional = true,
    };

    private Change Interface(InterfaceFacts found) => new()
    {
        Step = step,
        Attribute = nameof(NetworkInterfaceGroups),
        Target = new Target(ResourceKinds.NetworkInterface, found.Id),
        Before = AttributeValue.OfSet(found.Groups),
        After = AttributeValue.OfSet([quarantines.Single(q => q.VpcId == found.VpcId).GroupId]),
        Phase = Phase.Contain,
        Stage = Contain,
    };

    /// <remarks>Not best effort: a playbook asked for it. Where it fails the groups are in place, the run is reported as failed, and the next delivery tries again.</remarks>
    private Change ElasticIp(AddressFacts address) => new()
    {
        Step = step,
        Attribute = nameof(AddressAssociation),
        Target = new Target("AWS::EC2::EIP", address.AllocationId),
        Before = AddressAssociation.Value(address.NetworkInterfaceId, address.PrivateIp),
        After = AttributeValue.Absent,
        Phase = Phase.Contain,
        Stage = CutFlows,
        Note = $"Elastic IP {address.PublicIp} stays allocated to the account.",
    };

    /// <remarks>Best effort: EC2 takes it for the primary interface only, and a release brings another address.</remarks>
    private Change PublicAddress(InterfaceFacts found) => new()
    {
        Step = step,
        Attribute = nameof(PublicAddressAssignment),
        Target = new Target(ResourceKinds.NetworkInterface, found.Id),
        Before = AttributeValue.Of(true),
        After = AttributeValue.Of(false),
        Phase = Phase.Contain,
        Stage = CutFlows,
        Optional = true,
        Note = $"The address {found.PublicAddress} is given up; a release assigns another one.",
    };

    /// <remarks>Best effort: instances that are not on Nitro don't take it.</remarks>
    private Change Tracking(InterfaceFacts found) => new()
    {
        Step = step,
        Attribute = nameof(ConnectionTrackingTimeout),
        Target = new Target(ResourceKinds.NetworkInterface, found.Id),
        Before = ConnectionTrackingTimeout.Value(found.TrackingTimeout),
        After = ConnectionTrackingTimeout.Value(ConnectionTrackingTimeout.Shortest),
        Phase = Phase.Contain,
        Stage = CutFlows,
        Optional = true,
        Note = found.TrackingTimeout is null ? "A release sets EC2's documented default, since EC2 can't be told to forget a setting." : null,
    };

    /// <remarks>Best effort: the containment needs none of it. Of a Spot instance EC2 takes nothing but what becomes of the volumes.</remarks>
    private IEnumerable<Change> Protection()
    {
        var instance = new Target(ResourceKinds.Instance, _instance.Id);
        if (!_instance.IsSpot && seen.TerminationProtected is { } isProtected)
        {
            yield return Protect(nameof(TerminationProtection), instance, AttributeValue.Of(isProtected), AttributeValue.Of(true));
        }

        if (!_instance.IsSpot && !_instance.HasInstanceStoreRoot && seen.ShutdownBehavior is { } behaviour)
        {
            yield return Protect(nameof(ShutdownBehavior), instance, AttributeValue.Of(behaviour), AttributeValue.Of(ShutdownBehavior.Stop));
        }

        foreach (var volume in seen.Volumes)
        {
            var target = VolumeDeletion.Of(_instance.Id, volume.Id, volume.Device);
            yield return Protect(nameof(VolumeDeletion), target, AttributeValue.Of(volume.DeletedWithInstance), AttributeValue.Of(false));
        }
    }

    private Change Protect(string attribute, Target target, AttributeValue before, AttributeValue after) => new()
    {
        Step = step,
        Attribute = attribute,
        Target = target,
        Before = before,
        After = after,
        Phase = Phase.Contain,
        Stage = AsEvidence,
        Optional = true,
    };
}
